"""Fetch the browser files we ship from other projects, and prove that they are the ones we chose.

    python3 tools/vendor.py check     compare the committed files with the manifest (no network)
    python3 tools/vendor.py fetch     fetch every package again and refuse a file that differs
    python3 tools/vendor.py update    fetch, and write new hashes (after changing a version)

Needs `npm` only for fetch and update. Nothing here runs in the product.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[1] / "src/casework/base/ui/static/ui/vendor"
MANIFEST = VENDOR / "vendor.json"
SOURCE_MAP = b"sourceMappingURL="


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def without_source_map(content: bytes) -> bytes:
    """A source map that is not shipped must not be named: the file storage would refuse."""
    kept = [line for line in content.splitlines(keepends=True) if SOURCE_MAP not in line]
    return b"".join(kept)


def packed(name: str, version: str, into: Path) -> Path:
    """One package as its registry serves it."""
    said = subprocess.run(
        ["npm", "pack", "--silent", f"{name}@{version}"],
        cwd=into,
        check=True,
        capture_output=True,
        text=True,
    )
    return into / said.stdout.strip().splitlines()[-1]


def fetched(package: dict, into: Path) -> dict[str, bytes]:
    """The files of one package, ready to be written."""
    found = {}
    with tarfile.open(packed(package["name"], package["version"], into)) as archive:
        for file in package["files"]:
            member = archive.extractfile(f"package/{file['source']}")
            if member is None:
                raise SystemExit(f"{package['name']}: {file['source']} is not a file")
            content = member.read()
            if file["source"].endswith((".css", ".js")):
                content = without_source_map(content)
            found[file["path"]] = content
    return found


def problems() -> list[str]:
    """What is wrong with the committed files: missing, changed, or not in the manifest."""
    manifest = json.loads(MANIFEST.read_text())
    wrong, known = [], {"vendor.json"}
    for package in manifest["packages"]:
        for file in package["files"]:
            known.add(file["path"])
            path = VENDOR / file["path"]
            if not path.is_file():
                wrong.append(f"{file['path']}: missing")
            elif sha256(path.read_bytes()) != file["sha256"]:
                wrong.append(f"{file['path']}: not the file the manifest names")
    stray = {path.name for path in VENDOR.iterdir()} - known
    return wrong + [f"{name}: not in the manifest" for name in sorted(stray)]


def fetch(*, write_hashes: bool) -> None:
    """Fetch everything; refuse a surprise unless asked to write new hashes."""
    manifest = json.loads(MANIFEST.read_text())
    with tempfile.TemporaryDirectory() as scratch:
        for package in manifest["packages"]:
            contents = fetched(package, Path(scratch))
            for file in package["files"]:
                content = contents[file["path"]]
                if write_hashes:
                    file["sha256"] = sha256(content)
                elif sha256(content) != file["sha256"]:
                    raise SystemExit(f"{package['name']}: {file['source']} is not what we chose")
                (VENDOR / file["path"]).write_bytes(content)
    if write_hashes:
        MANIFEST.write_text(json.dumps(manifest, indent=2) + "\n")


def main(command: str = "check") -> None:
    if command in {"fetch", "update"}:
        fetch(write_hashes=command == "update")
    elif command != "check":
        raise SystemExit(__doc__)
    wrong = problems()
    if wrong:
        raise SystemExit("\n".join(wrong))
    print("The vendored files are the ones the manifest names.")


if __name__ == "__main__":
    main(*sys.argv[1:2])
