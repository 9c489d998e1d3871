import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.registry.people.rules import ecomap
from casework.registry.people.rules.ecomap import Member

CSS = Path(__file__).resolve().parents[1] / "static" / "people" / "ecomap.css"
TEXT = st.text(max_size=60)
SCALE = st.none() | st.integers(0, 4)
MEMBERS = st.builds(
    Member,
    name=TEXT,
    kind=st.sampled_from(["supporter", "professional", "place"]),
    relation=TEXT,
    closeness=SCALE,
    helps=SCALE,
    is_strained=st.booleans(),
    is_helped=st.booleans(),
)
GRACE = [
    Member("Abena Mensah", "supporter", "sister", 4, 4),
    Member("Kofi", "supporter", "former partner", 1, 0, is_strained=True),
    Member("Dr Anneliese van der Westhuizen-Oyelaran", "professional", "psychiatrist", 2, 3),
    Member("St Mark's <choir>", "place", "choir", 3, 2),
    Member("Ama", "supporter", "daughter", 4, None, is_helped=True),
]


def tree(svg):
    return ElementTree.fromstring(svg)


def test_it_says_everything_in_words():
    svg = ecomap.draw("Grace Mensah", GRACE)
    root = tree(svg)
    assert root.get("role") == "img"
    names = {part.tag.rsplit("}")[-1]: part for part in root}
    assert names["title"].text == "The network of Grace Mensah"
    told = names["desc"].text
    for words in (
        "Abena Mensah, sister, very close, helps a lot",
        "Kofi, former partner, not very close, strained",
        "St Mark's <choir>",
        "is helped by the person",
    ):
        assert words in told
    assert root.get("aria-labelledby") == f"{names['title'].get('id')} {names['desc'].get('id')}"


def test_lines_and_arrows():
    svg = ecomap.draw("Grace", GRACE)
    assert svg.count('<line class="eco-line') == 5
    assert svg.count("eco-strained") == 1
    assert svg.count('class="eco-arrow"') == 4
    assert "eco-close-4" in svg
    assert "strained" in svg


def test_no_style_no_script_and_every_class_has_its_rule():
    svg = ecomap.draw("Grace", [*GRACE, Member("X", "place")])
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href", svg)
    css = CSS.read_text()
    used = {name for names in re.findall(r'class="([^"]*)"', svg) for name in names.split()}
    plain = {"eco-node", "eco-supporter", "eco-close-1"}
    assert {name for name in used if f".{name}" not in css} <= plain


def test_nobody_yet():
    assert "Nobody has been named yet" in ecomap.draw("Grace", [])


def test_the_same_network_is_the_same_drawing_in_any_order():
    assert ecomap.draw("Grace", GRACE) == ecomap.draw("Grace", GRACE[::-1])


def boxes(layout):
    return [node.box for node in layout.placed] + [head.box for head in layout.headings]


def check(layout):
    everything = [*boxes(layout), layout.centre]
    for one, other in combinations(everything, 2):
        assert not one.covers(other)
    for box in everything:
        assert 0 <= box.left < box.right <= ecomap.WIDTH
        assert 0 <= box.top < box.bottom <= layout.height
    for node in layout.placed:
        room = node.box.right - node.box.left
        assert all(ecomap.text_width(line) <= room for line in (*node.names, *node.more))
        assert not node.box.left < node.x < node.box.right


@pytest.mark.parametrize("count", [1, 2, 7, 15, 30])
def test_thirty_fit_without_covering_each_other(count):
    members = [
        Member(f"Maximiliana Featherstonehaugh {n}", ("supporter", "professional", "place")[n % 3],
               "grandmother on the other side", n % 5, n % 4, is_strained=n % 2 == 0)
        for n in range(count)
    ]  # fmt: skip
    layout = ecomap.lay_out("Grace", members)
    check(layout)
    assert len(layout.placed) == count
    assert layout.height <= 1400


def test_the_closest_stand_nearest_to_the_person():
    members = [Member(f"M{n}", "supporter", "", n % 5) for n in range(10)]
    layout = ecomap.lay_out("Grace", members)
    away = {n: [] for n in range(5)}
    for node in layout.placed:
        away[node.member.closeness].append(abs(node.y - layout.centre.top))
    assert max(away[4]) < min(away[0])


@settings(max_examples=60)
@given(TEXT, st.lists(MEMBERS, max_size=30))
def test_any_text_makes_a_whole_drawing(name, members):
    tree(ecomap.draw(name, members))
    check(ecomap.lay_out("Grace", members))
