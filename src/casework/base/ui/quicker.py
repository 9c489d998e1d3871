"""Django's templates by the short way where it is plain: the same words for less work.

A page asks a thousand times for a name of its context, for text with its signs escaped, for a
sentence in the reader's language. Django goes for each through everything that might be meant: a
list, a method, a number to write in local digits, a sentence to translate only when it is read.
Most are none of these. Whatever is not plain goes Django's own way. See ADR 0025.
"""

from __future__ import annotations

from html import escape
from typing import Any

from django.template import base, library
from django.template.base import Variable
from django.templatetags import i18n
from django.templatetags.i18n import TranslateNode
from django.utils import html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation.trans_real import catalog

_long_escape = html.conditional_escape
_long_value = base.render_value_in_context
_long_lookup = Variable._resolve_lookup  # type: ignore[attr-defined]
_long_translate = TranslateNode.render


def conditional_escape(text: Any) -> SafeString:
    """As Django's: text that is not marked as safe, with its signs escaped."""
    kind = type(text)
    if kind is SafeString:
        return text
    if kind is str:
        return SafeString(escape(text))
    return _long_escape(text)


def render_value_in_context(value: Any, context: Any) -> str:
    """As Django's: what a value is in a page. Text is neither a moment nor a number."""
    if context.autoescape:
        kind = type(value)
        if kind is SafeString:
            return value
        if kind is str:
            return SafeString(escape(value))
    return _long_value(value, context)


def resolve_lookup(self: Variable, context: Any) -> Any:
    """As Django's: a name of the context, and then keys of dictionaries and plain attributes."""
    lookups = self.lookups or ()
    first = lookups[0]
    for layer in reversed(getattr(context, "dicts", ())):
        if first in layer:
            found = layer[first]
            break
    else:
        return _long_lookup(self, context)
    for bit in lookups[1:]:
        kind = type(found)
        if kind is dict:
            if bit not in found:
                return _long_lookup(self, context)
            found = found[bit]
        elif callable(found) or hasattr(kind, "__getitem__"):
            return _long_lookup(self, context)
        else:
            try:
                found = getattr(found, bit)
            except Exception:  # noqa: BLE001 - Django knows which of them a page may not show
                return _long_lookup(self, context)
    return _long_lookup(self, context) if callable(found) else found


def translate(self: TranslateNode, context: Any) -> str:
    """As Django's: a sentence that stands in the template, once for each catalogue."""
    said = self.filter_expression
    if self.noop or self.message_context or said.filters or said.var.lookups:
        return _long_translate(self, context)
    kept = self.__dict__.setdefault("kept", {})
    spoken = catalog()
    value = kept.get(spoken)
    if value is None:
        msgid = SafeString(said.var.literal.replace("%", "%%"))
        value = kept[spoken] = SafeString(gettext(msgid).replace("%%", "%"))
    if self.asvar:
        context[self.asvar] = value
        return ""
    return value


def install() -> None:
    """Let every template of this process go these ways."""
    html.conditional_escape = conditional_escape
    base.conditional_escape = conditional_escape  # type: ignore[attr-defined]
    library.conditional_escape = conditional_escape  # type: ignore[attr-defined]
    base.render_value_in_context = render_value_in_context
    i18n.render_value_in_context = render_value_in_context  # type: ignore[attr-defined]
    Variable._resolve_lookup = resolve_lookup  # type: ignore[attr-defined]
    TranslateNode.render = translate  # type: ignore[method-assign]
