"""Drawing the cards that rooms lend."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from casework.base.ui.parts import Panel
from casework.base.ui.templatetags.ui import nothing, panel

register = template.Library()


@register.simple_tag(takes_context=True)
def card(context: Context, lent: Panel) -> SafeString:
    """A card that a room lends: its own template with its own facts in a panel."""
    content = nothing(lent.nothing) if lent.nothing else _inside(context, lent)
    return panel(content, lent.title, sub=lent.sub, url=lent.url, link=lent.link, tone=lent.tone)


def _inside(context: Context, lent: Panel) -> SafeString:
    """What the template of a card draws; there the card itself is called `panel`."""
    drawn = context.template.engine.get_template(lent.template)  # type: ignore[union-attr]
    with context.push(panel=lent, **lent.context):
        # The engine escaped what the template was given.
        return mark_safe(drawn.render(context))  # noqa: S308
