"""A person's network as a drawing: who and what is around, how close, who helps, what is strained.

The person stands in the middle of a trunk. Family and friends branch off to the left,
professionals to the right above, groups and places to the right below; the closest have the
shortest branch and stand next to the person. Branches never cross, so thirty are as readable as
three. The drawing carries classes only (ecomap.css gives weight, dashes and colour); a table with
the same facts belongs under it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

from casework.base.core.says import _, _n

from .marking import gettext_noop

SUPPORTER, PROFESSIONAL, PLACE = "supporter", "professional", "place"
HEADINGS = {
    SUPPORTER: gettext_noop("Family and friends"),
    PROFESSIONAL: gettext_noop("Professionals"),
    PLACE: gettext_noop("Groups and places"),
}
CLOSENESS = (
    gettext_noop("distant"),
    gettext_noop("not very close"),
    gettext_noop("close at times"),
    gettext_noop("close"),
    gettext_noop("very close"),
)

# One unit is one pixel on a phone 360 wide; wider screens show the same drawing larger.
WIDTH = 360
TRUNK = WIDTH / 2
EDGE = 2
LINE = 15
GAP = 12
HEADING = 24
NAME_LINES, RELATION_LINES = 2, 2
CENTRE_ROOM, CENTRE_LINES = 200, 2
# How long the branch of somebody distant is, and how much shorter each step of closeness makes it.
LONGEST_BRANCH, STEP = 62, 8
DOT = 10
_LETTER, _WIDE, _NARROW = 7.4, 13.5, 4.0


@dataclass(frozen=True)
class Member:
    """One node. Closeness and helps run from 0 to 4, None when nobody asked."""

    name: str
    kind: str
    relation: str = ""
    closeness: int | None = None
    helps: int | None = None
    is_strained: bool = False
    is_helped: bool = False


@dataclass(frozen=True)
class Box:
    """A rectangle of text, for placing and for checking that none covers another."""

    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Box) -> bool:
        """The two share some of the paper."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Placed:
    """A node: lines of its name and of what it is, the box they fill, where its dot stands."""

    member: Member
    names: tuple[str, ...]
    more: tuple[str, ...]
    box: Box
    x: float
    y: float
    is_left: bool


@dataclass(frozen=True)
class Heading:
    """The words above a group."""

    text: str
    box: Box
    is_left: bool


@dataclass(frozen=True)
class Layout:
    """Everything placed, ready to be drawn."""

    height: float
    person: tuple[str, ...]
    centre: Box
    placed: tuple[Placed, ...]
    headings: tuple[Heading, ...]


def text_width(text: str) -> float:
    """About how wide a line is: Chinese signs are double, thin letters half, marks nothing."""
    width = 0.0
    for letter in text:
        if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn", "Me"):
            continue
        if unicodedata.east_asian_width(letter) in "WF":
            width += _WIDE
        elif letter in "ijltfrI.,'|:; ":
            width += _NARROW
        elif letter in "mwMW@" or letter.isupper():
            width += _LETTER * 1.3
        else:
            width += _LETTER
    return width


def _cut(text: str, room: float) -> str:
    """The text, or as much of it as there is room for, with an ellipsis."""
    if text_width(text) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…") > room:
        kept = kept[:-1]
    return kept.rstrip(" -") + "…"


def wrap(text: str, room: float, most: int) -> tuple[str, ...]:
    """Words on lines no wider than the room; what is over is cut on the last line."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}") <= room:
            line = f"{line} {words.pop(0)}"
        if len(lines) == most - 1 and words:
            line = " ".join((line, *words))
            words = []
        lines.append(_cut(line, room))
    return tuple(lines)


def _clean(text: str) -> str:
    """Without what a drawing can't hold: control characters are not allowed in XML."""
    kept = (letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cs", "Cn"))
    return " ".join("".join(" " if letter.isspace() else letter for letter in kept).split())


def _near(member: Member) -> tuple[int, str, str]:
    known = 2 if member.closeness is None else member.closeness
    return (-known, member.name, member.relation)


def _branch(member: Member) -> float:
    close = 2 if member.closeness is None else max(0, min(4, member.closeness))
    return LONGEST_BRANCH - STEP * close


def _place(member: Member, top: float, *, is_left: bool) -> Placed:
    """A node with its text outside its dot, its top where told."""
    room = TRUNK - _branch(member) - DOT - EDGE
    names = wrap(_clean(member.name) or "?", room, NAME_LINES)
    said = [_clean(member.relation)] if _clean(member.relation) else []
    more = wrap(said[0], room, 1) if said else ()
    if member.is_strained:
        strained = _("strained")
        both = " · ".join((*said, strained))
        more = (both,) if text_width(both) <= room else (*more, _cut(strained, room))
    bottom = top + LINE * (len(names) + len(more[:RELATION_LINES]))
    left = EDGE if is_left else WIDTH - EDGE - room
    box = Box(left, top, left + room, bottom)
    x = TRUNK - _branch(member) if is_left else TRUNK + _branch(member)
    return Placed(member, names, more, box, x, (top + bottom) / 2, is_left)


@dataclass(frozen=True)
class _Quarter:
    """One corner of the drawing, stacked from its own top at 0."""

    placed: tuple[Placed, ...]
    headings: tuple[Heading, ...]
    height: float


def _quarter(kind: str, members: Sequence[Member], *, is_left: bool) -> _Quarter:
    placed: list[Placed] = []
    headings: list[Heading] = []
    y = 0.0
    if kind and members:
        room = TRUNK - EDGE - 24
        left = float(EDGE) if is_left else WIDTH - EDGE - room
        words = _cut(_(HEADINGS[kind]), room)
        headings.append(Heading(words, Box(left, y, left + room, y + HEADING - 6), is_left))
        y += HEADING
    for member in members:
        placed.append(_place(member, y, is_left=is_left))
        y = placed[-1].box.bottom + GAP
    return _Quarter(tuple(placed), tuple(headings), max(0.0, y - GAP))


def _moved(box: Box, down: float) -> Box:
    return Box(box.left, box.top + down, box.right, box.bottom + down)


def lay_out(person: str, members: Iterable[Member]) -> Layout:
    """Place every node: the closest next to the person, each kind in its own corner."""
    by_kind: dict[str, list[Member]] = {SUPPORTER: [], PROFESSIONAL: [], PLACE: []}
    for member in members:
        by_kind[member.kind if member.kind in HEADINGS else SUPPORTER].append(member)
    supporters = sorted(by_kind[SUPPORTER], key=_near)
    professionals = sorted(by_kind[PROFESSIONAL], key=_near)
    places = sorted(by_kind[PLACE], key=_near)
    above = (
        _quarter(SUPPORTER, supporters[::2][::-1], is_left=True),
        _quarter(PROFESSIONAL, professionals[::-1], is_left=False),
    )
    below = (
        _quarter("", supporters[1::2], is_left=True),
        _quarter(PLACE, places, is_left=False),
    )
    name = wrap(_clean(person) or "?", CENTRE_ROOM - 24, CENTRE_LINES)
    wide = max(90.0, min(CENTRE_ROOM, max(text_width(line) for line in name) + 28))
    tall = LINE * len(name) + 18
    top = max(one.height for one in above) + (GAP if any(one.placed for one in above) else EDGE)
    centre = Box(TRUNK - wide / 2, top, TRUNK + wide / 2, top + tall)
    start = centre.bottom + GAP
    placed: list[Placed] = []
    headings: list[Heading] = []
    for quarter in (*above, *below):
        down = top - GAP - quarter.height if quarter in above else start
        placed += [replace(n, box=_moved(n.box, down), y=n.y + down) for n in quarter.placed]
        headings += [replace(h, box=_moved(h.box, down)) for h in quarter.headings]
    height = max([centre.bottom, *(node.box.bottom for node in placed)]) + EDGE + 2
    return Layout(height, name, centre, tuple(placed), tuple(headings))


def describe(member: Member) -> str:
    """One node in words, for a screen reader and for the tip on hovering."""
    words = [_clean(member.name) or "?"]
    if member.relation.strip():
        words.append(_clean(member.relation))
    if member.closeness is not None:
        words.append(_(CLOSENESS[max(0, min(4, member.closeness))]))
    if member.helps:
        words.append(_("helps a lot") if member.helps >= 3 else _("helps"))
    if member.is_helped:
        words.append(_("is helped by the person"))
    if member.is_strained:
        words.append(_("strained"))
    return ", ".join(words)


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _arrow(from_x: float, to_x: float, y: float, at: float) -> str:
    """A small triangle on a branch, pointing along it."""
    x = from_x + (to_x - from_x) * at
    way = 1 if to_x > from_x else -1
    corners = ((x + 6 * way, y), (x - 5 * way, y - 5.5), (x - 5 * way, y + 5.5))
    points = " ".join(f"{_number(px)},{_number(py)}" for px, py in corners)
    return f'<polygon class="eco-arrow" points="{points}"/>'


def _text(lines: Sequence[str], x: float, top: float, anchor: str, css: str) -> str:
    spans = "".join(
        f'<tspan x="{_number(x)}" y="{_number(top + LINE * place + 11)}">{escape(line)}</tspan>'
        for place, line in enumerate(lines)
    )
    return f'<text class="{css}" text-anchor="{anchor}">{spans}</text>'


def _draw_branch(node: Placed) -> str:
    member = node.member
    close = "unknown" if member.closeness is None else str(max(0, min(4, member.closeness)))
    css = f"eco-line eco-close-{close}" + (" eco-strained" if member.is_strained else "")
    drawn = (
        f'<line class="{css}" x1="{_number(node.x)}" y1="{_number(node.y)}" '
        f'x2="{_number(TRUNK)}" y2="{_number(node.y)}"/>'
    )
    both = bool(member.helps) and member.is_helped
    if member.helps:
        drawn += _arrow(node.x, TRUNK, node.y, 0.72 if both else 0.55)
    if member.is_helped:
        drawn += _arrow(TRUNK, node.x, node.y, 0.62 if both else 0.45)
    return drawn


def _draw_node(node: Placed) -> str:
    anchor = "end" if node.is_left else "start"
    x = node.box.right if node.is_left else node.box.left
    kind = node.member.kind if node.member.kind in HEADINGS else SUPPORTER
    drawn = (
        f'<g class="eco-node eco-{kind}"><title>{escape(describe(node.member))}</title>'
        f'<circle class="eco-dot" cx="{_number(node.x)}" cy="{_number(node.y)}" r="5"/>'
    )
    drawn += _text(node.names, x, node.box.top, anchor, "eco-name")
    if node.more:
        below = node.box.top + LINE * len(node.names)
        drawn += _text(node.more, x, below, anchor, "eco-relation")
    return drawn + "</g>"


def _draw_person(layout: Layout) -> str:
    box = layout.centre
    ends = [node.y for node in layout.placed]
    first, last = min([*ends, box.top]), max([*ends, box.bottom])
    middle = _number(TRUNK)
    return (
        f'<line class="eco-trunk" x1="{middle}" y1="{_number(first)}" '
        f'x2="{middle}" y2="{_number(last)}"/>'
        f'<g class="eco-person"><rect x="{_number(box.left)}" y="{_number(box.top)}" '
        f'width="{_number(box.right - box.left)}" height="{_number(box.bottom - box.top)}" '
        f'rx="10"/>' + _text(layout.person, TRUNK, box.top + 9, "middle", "eco-name") + "</g>"
    )


def draw(person: str, members: Iterable[Member], *, prefix: str = "ecomap") -> str:
    """The whole drawing as SVG text, safe to put in a page. `prefix` begins its ids."""
    known = sorted(members, key=lambda one: (one.kind, _near(one)))
    layout = lay_out(person, known)
    name = _clean(person)
    title = _("The network of %(name)s") % {"name": name}
    if known:
        count = _n("%(n)s person, group or place", "%(n)s people, groups or places", len(known))
        told = "; ".join(describe(member) for member in known)
        desc = f"{count % {'n': len(known)}}: {told}."
    else:
        desc = _("Nobody has been named yet.")
    mark = escape(prefix)
    pieces = [
        (
            f'<svg class="ecomap" xmlns="http://www.w3.org/2000/svg" role="img" direction="ltr" '
            f'viewBox="0 0 {WIDTH} {_number(layout.height)}" '
            f'aria-labelledby="{mark}-title {mark}-desc">'
        ),
        f'<title id="{mark}-title">{escape(title)}</title>',
        f'<desc id="{mark}-desc">{escape(desc)}</desc>',
        *(_draw_branch(node) for node in layout.placed),
        _draw_person(layout),
        *(
            _text(
                (head.text,),
                head.box.right if head.is_left else head.box.left,
                head.box.top,
                "end" if head.is_left else "start",
                "eco-heading",
            )
            for head in layout.headings
        ),
        *(_draw_node(node) for node in layout.placed),
        "</svg>",
    ]
    return "".join(pieces)


def legend() -> tuple[tuple[str, str], ...]:
    """What the lines mean, as (class, words), for the list under the drawing."""
    return (
        ("eco-close-4", _("Thick line: close. Thin line: distant.")),
        ("eco-strained", _("Dashed line: strained.")),
        ("eco-arrow", _("Arrow: who helps whom.")),
    )
