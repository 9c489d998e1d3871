"""The browser files of other projects are the ones we chose, with their licences beside them."""

import json

from tools import vendor


def test_every_vendored_file_is_the_one_the_manifest_names():
    assert vendor.problems() == []


def test_every_package_brings_its_licence():
    for package in json.loads(vendor.MANIFEST.read_text())["packages"]:
        assert package["licence"]
        assert any("LICENCE" in file["path"] for file in package["files"]), package["name"]


def test_a_changed_file_is_noticed(tmp_path, monkeypatch):
    manifest = {"packages": [{"files": [{"path": "a.js", "sha256": vendor.sha256(b"chosen")}]}]}
    (tmp_path / "vendor.json").write_text(json.dumps(manifest))
    (tmp_path / "a.js").write_bytes(b"changed")
    (tmp_path / "b.js").write_bytes(b"stray")
    monkeypatch.setattr(vendor, "VENDOR", tmp_path)
    monkeypatch.setattr(vendor, "MANIFEST", tmp_path / "vendor.json")
    assert vendor.problems() == [
        "a.js: not the file the manifest names",
        "b.js: not in the manifest",
    ]


def test_source_maps_are_not_named():
    css = b"a{}\n/*# sourceMappingURL=a.css.map */\n"
    assert vendor.without_source_map(css) == b"a{}\n"
