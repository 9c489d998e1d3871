"""Drawing the cards that rooms lend."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from casework.base.ui.parts import Panel

register = template.Library()


@register.simple_tag(takes_context=True)
def inside(context: Context, card: Panel) -> SafeString:
    """The inside of a card: its own template with its own facts, and the card itself as `panel`."""
    drawn = context.template.engine.get_template(card.template)  # type: ignore[union-attr]
    with context.push(panel=card, **card.context):
        # The engine escaped what the template was given.
        return mark_safe(drawn.render(context))  # noqa: S308
