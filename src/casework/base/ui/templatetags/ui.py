"""Components: small pieces of markup that every room draws the same way.

Leaf pieces are simple tags; pieces with content inside are block tags. All of them escape what
they are given. Sentences with counts come from the caller, through ngettext.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

from django import template
from django.forms import BoundField
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as url_of_django
from django.template.loader import get_template, render_to_string
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import catalog

from casework.base.core.addresses import reverse
from casework.base.ui.icons import ICONS
from casework.base.ui.parts import Act, Mark, Tone

register = template.Library()

NOTHING = SafeString("")


def tone_class(tone: str) -> str:
    """Only the known tones become a class; an unknown one is a mistake and says so."""
    return f"is-{Tone(tone)}" if tone else ""


class AddressNode(URLNode):
    """`{% url %}` by `addresses.reverse`."""

    def render(self, context: Context) -> str:
        """The address of a name with its ids in order; what else there is, as Django does it."""
        if self.kwargs:
            return super().render(context)
        name = self.view_name.resolve(context)
        try:
            found = reverse(name, args=[one.resolve(context) for one in self.args])
        except NoReverseMatch:
            if not self.asvar:
                raise
            found = ""
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> AddressNode:
    """Django's own tag, with the pattern of an address looked up once in a process."""
    node = url_of_django(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)


@register.simple_tag
def steady(piece: str) -> SafeString:
    """A template that says the same on every page: drawn once for each catalogue."""
    return _drawn(piece, catalog())


@lru_cache(maxsize=32)
def _drawn(piece: str, spoken: object) -> SafeString:
    return SafeString(get_template(piece).render())


@register.filter
def opening(text: str, words: int) -> str:
    """The first words of a text, and a sign where there are more."""
    found = str(text).split(None, words)
    return " ".join(found[:words]) + (" …" if len(found) > words else "")


@register.filter
def initials(name: str) -> str:
    """Two letters that stand for a name where there is no room: Dana Whitlock, DW."""
    words = str(name).split()
    return (
        "".join(word[0].upper() for word in dict.fromkeys((words[0], words[-1]))) if words else ""
    )


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """A drawn sign. Without a label it is decoration and says nothing to a screen reader."""
    says = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"')
    )
    return format_html(
        '<svg class="cw-icon {}" viewBox="0 0 24 24" width="20" height="20" {}>'
        '<path d="{}"/></svg>',
        css,
        says,
        ICONS[name],
    )


@register.simple_tag
def mark(words: str, tone: str = "", sign: str = "") -> SafeString:
    """A state in words. Tone: alert, warn, ok or nothing."""
    drawn = icon(sign) if sign else NOTHING
    return format_html('<span class="cw-mark {}">{}{}</span>', tone_class(tone), drawn, words)


@register.simple_tag
def marks(many: Iterable[Mark]) -> SafeString:
    """Several marks in a row."""
    return format_html_join(" ", "{}", ((mark(one.words, one.tone, one.icon),) for one in many))


@register.simple_tag
def tel(number: str, tel: str = "", marks: Iterable[Mark] = (), is_safe: bool = True) -> SafeString:
    """A phone number to tap, with what to know before ringing; an unsafe one is not a link."""
    drawn = format_html_join("", " {}", ((mark(one.words, one.tone, one.icon),) for one in marks))
    if not is_safe:
        return format_html(
            '<span class="cw-tel cw-tel-off">{}<span>{}</span>{}</span>',
            icon("phone-off"),
            number,
            drawn or format_html(" {}", mark(_("Do not call"), "alert")),
        )
    return format_html(
        '<span class="cw-tel"><a href="tel:{}">{}{}</a>{}</span>',
        tel or number.replace(" ", ""),
        icon("phone"),
        number,
        drawn,
    )


@register.simple_tag
def when(words: str, iso: str = "") -> SafeString:
    """A moment as people say it, with the exact one for machines."""
    if not iso:
        return format_html('<span class="cw-when">{}</span>', words)
    return format_html('<time class="cw-when" datetime="{}">{}</time>', iso, words)


@register.simple_tag
def facts(pairs: Iterable[tuple[str, object]], css: str = "") -> SafeString:
    """Labels with their values, skipping what is empty. Takes pairs, or a dictionary."""
    if isinstance(pairs, dict):
        pairs = pairs.items()
    rows = format_html_join(
        "",
        "<div><dt>{}</dt><dd>{}</dd></div>",
        ((label, value) for label, value in pairs if value not in (None, "")),
    )
    return format_html('<dl class="cw-facts {}">{}</dl>', css, rows) if rows else NOTHING


@register.simple_tag
def progress(value: int, maximum: int, label: str) -> SafeString:
    """How far something has come. The label says it in words: "3 of 5 steps done"."""
    return format_html(
        '<progress class="cw-progress" max="{}" value="{}" aria-label="{}">{}</progress>',
        maximum,
        value,
        label,
        label,
    )


@register.simple_tag
def stat(number: object, words: str, url: str = "", tone: str = "") -> SafeString:
    """One number of a stat line. With a url it opens the list it counts."""
    inner = format_html("<b>{}</b> <span>{}</span>", number, words)
    if url:
        return format_html(
            '<a class="cw-stat-item {}" href="{}">{}</a>', tone_class(tone), url, inner
        )
    return format_html('<span class="cw-stat-item {}">{}</span>', tone_class(tone), inner)


@register.simple_tag
def empty(title: str, why: str = "", url: str = "", action: str = "") -> SafeString:
    """An empty list says why it is empty and what makes it fill."""
    button = (
        format_html('<p><a class="btn btn-outline-primary" href="{}">{}</a></p>', url, action)
        if url
        else NOTHING
    )
    return format_html(
        '<div class="cw-empty"><p class="cw-empty-title">{}</p>{}{}</div>',
        title,
        format_html("<p>{}</p>", why) if why else NOTHING,
        button,
    )


@register.simple_tag
def nothing(words: str, url: str = "", action: str = "") -> SafeString:
    """A card with nothing in it takes one line: what would stand there, and what fills it."""
    link = format_html(' <a href="{}">{}</a>', url, action) if url else NOTHING
    return format_html('<p class="cw-nothing">{}{}</p>', words, link)


@register.simple_tag(takes_context=True)
def acts(context: Context, many: Sequence[Act]) -> str:
    """What may be done next. What cannot be done yet stays in sight, grey, with the reason beside.

    Grey is never told by colour alone nor by a dead button: it takes the focus, is read out as
    unavailable with its reason, and the reason stands under what it is about for everybody.
    """
    waiting: dict[str, list[Act]] = {}
    for one in many:
        if one.why_not:
            waiting.setdefault(one.why_not, []).append(one)
    return render_to_string(
        "ui/_acts.html",
        {
            "acts": [one for one in many if not one.why_not],
            "waiting": [
                {"id": f"why-{crc32((acts[0].label + why).encode()):08x}", "why": why, "acts": acts}
                for why, acts in waiting.items()
            ],
            "csrf_token": context.get("csrf_token"),
        },
    )


@register.simple_tag
def pager(newer: str = "", older: str = "", newer_words: str = "", older_words: str = "") -> str:
    """Two ways out of a long list: what comes before, what comes after. No page numbers."""
    if not newer and not older:
        return NOTHING
    return render_to_string(
        "ui/_pager.html",
        {
            "newer": newer,
            "older": older,
            "newer_words": newer_words or _("Newer"),
            "older_words": older_words or _("Older"),
        },
    )


@register.simple_tag
def bar(
    parts: Sequence[tuple[float, str, str]], label: str, limit: float = 0, scale: float = 0
) -> str:
    """Amounts side by side as one bar. Parts: (amount, words, tone); the words stand below it.

    A limit is drawn as a line, so that one sees how much room is left. Bars in rows share one
    `scale`, so that they can be compared; without a label the words beside it say it all.
    """
    whole = max(sum(amount for amount, _words, _tone in parts), limit, scale) or 1
    drawn, at = [], 0.0
    for amount, words, tone in parts:
        width = round(amount / whole * 300, 2)
        drawn.append({"x": at, "width": width, "words": words, "amount": amount, "tone": tone})
        at = round(at + width, 2)
    line = min(round(limit / whole * 300, 2), 298) if limit else None
    return render_to_string(
        "ui/_bar.html", {"parts": drawn, "label": label, "limit": line, "is_row": bool(scale)}
    )


@register.simple_block_tag
def panel(
    content: str,
    title: str,
    id: str = "",  # noqa: A002 - the word that templates know
    sub: str = "",
    url: str = "",
    link: str = "",
    tone: str = "",
    css: str = "",
) -> SafeString:
    """A card with a heading, a grey line beside it, and one way on; no title, no heading."""
    if not title:
        return format_html('<div class="cw-panel {} {}">{}</div>', tone_class(tone), css, content)
    heading = id or f"h-{crc32(str(title).encode()):08x}"
    return format_html(
        '<section class="cw-panel {} {}" aria-labelledby="{}"><header><h2 id="{}">{}</h2>{}{}'
        "</header>{}</section>",
        tone_class(tone),
        css,
        heading,
        heading,
        title,
        format_html('<span class="cw-sub">{}</span>', sub) if sub else NOTHING,
        format_html('<a class="end" href="{}">{}</a>', url, link) if url else NOTHING,
        content,
    )


@register.simple_block_tag
def notice(content: str, title: str = "", tone: str = "", sign: str = "") -> SafeString:
    """A band across the page for what must not be missed."""
    signs = {"alert": "alert", "warn": "alert", "ok": "check", "": "info"}
    return format_html(
        '<div class="cw-notice {}">{}<div class="cw-notice-body">{}{}</div></div>',
        tone_class(tone),
        icon(sign or signs[Tone(tone).value]),
        format_html('<p class="cw-notice-title">{}</p>', title) if title else NOTHING,
        content,
    )


@register.simple_tag(takes_context=True)
def draft_fields(context: Context, draft: Any = None) -> str:
    """The hidden fields by which a form keeps a draft and makes one record when pressed twice."""
    draft = draft or context.get("draft")
    return render_to_string("ui/_draft_fields.html", {"draft": draft}) if draft else NOTHING


def _problems_of(field: BoundField) -> list[tuple[str, Any]]:
    """(where the focus goes, what is wrong): a refusal of one row leads to that row."""
    first = getattr(field, "first_id", field.auto_id)
    return [
        (f"{field.auto_id}_{error.at}" if hasattr(error, "at") else first, said)
        for error in field.errors.as_data()
        for said in error.messages
    ]


@register.simple_tag
def error_summary(*forms: Any) -> str:
    """Every refusal of a page in one box at its top; each is a link to its field."""
    problems: list[tuple[str, Any]] = []
    for form in forms:
        if not form or not getattr(form, "errors", None):
            continue
        problems += [("", error) for error in form.non_field_errors()]
        for name in form.errors:
            if name in form.fields:
                problems += _problems_of(form[name])
    return (
        render_to_string("ui/_error_summary.html", {"problems": problems}) if problems else NOTHING
    )
