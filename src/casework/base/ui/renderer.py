"""How every form field in Casework is drawn: label, hint, error, widget, always in that order."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

CONTROL = "form-control"
TICK = "form-check-input"
SELECT = "form-select"

# Django's own templates for option lists have no room for a large target; ours have.
OPTION_TEMPLATES = {
    "django/forms/widgets/radio.html": "ui/widgets/options.html",
    "django/forms/widgets/checkbox_select.html": "ui/widgets/options.html",
}


def css_class(widget: forms.Widget) -> str:
    """The Bootstrap class that fits a widget, so that rooms never name one."""
    if isinstance(widget, forms.HiddenInput | forms.MultipleHiddenInput):
        return ""
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.CheckboxInput):
        return TICK
    if isinstance(widget, forms.Select):
        return SELECT
    return CONTROL


class CaseworkBoundField(BoundField):
    """A field that knows its class, where its focus goes, and whether to say "(optional)"."""

    def build_widget_attrs(
        self, attrs: dict[str, str | bool], widget: forms.Widget | None = None
    ) -> dict[str, str | bool]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        given = built.get("class") or widget.attrs.get("class")
        classes = [str(name) for name in (css_class(widget), given) if name]
        if self.errors and classes:
            classes.append("is-invalid")
        if classes:
            built["class"] = " ".join(classes)
        return built

    def as_widget(
        self,
        widget: forms.Widget | None = None,
        attrs: dict[str, Any] | None = None,
        only_initial: bool = False,
    ) -> SafeString:
        widget = widget or self.field.widget
        ours = OPTION_TEMPLATES.get(str(getattr(widget, "template_name", "")))
        if ours:
            widget.template_name = ours
        return super().as_widget(widget, attrs, only_initial)

    @property
    def first_id(self) -> str:
        """The id of the control that takes the focus when the error summary is followed."""
        widget = self.field.widget
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.MultiWidget):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    @property
    def is_tick(self) -> bool:
        """One tick box alone: its label stands beside it, not above."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def says_optional(self) -> bool:
        """Fields one may leave empty say so; a form of only such fields can switch that off."""
        return (
            not self.field.required
            and not self.is_tick
            and getattr(self.form, "mark_optional", True)
        )


class CaseworkFormRenderer(DjangoTemplates):
    """Set as FORM_RENDERER. Reads templates from the apps and Django's own widgets beside them."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = CaseworkBoundField
