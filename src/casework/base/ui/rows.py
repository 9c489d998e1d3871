"""One answer of many short rows, each with the same few parts: added to, taken from, put right.

Without a script the buttons send the form and bring it back with one row more or less, unsaved.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.base.ui.renderer import css_class

Row = dict[str, Any]


class RowsInput(forms.Widget):
    """The rows as they stand, and an empty one to write into."""

    template_name = "ui/widgets/rows.html"

    class Media:
        js = (Script("ui/js/rows.js", type="module"),)

    use_fieldset = True
    draws_errors = True

    def __init__(self, parts: Mapping[str, forms.Field], *, add_words: Any) -> None:
        super().__init__()
        self.parts = parts
        self.add_words = add_words
        # Row and part → what is wrong there; the field fills it when it reads what was sent.
        self.problems: dict[tuple[int, str], str] = {}

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0_{next(iter(self.parts))}" if id_ else id_

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        lists = {part: _values(data, f"{name}_{part}") for part in self.parts}
        length = max((len(values) for values in lists.values()), default=0)
        return [
            {part: values[at] if at < len(values) else "" for part, values in lists.items()}
            for at in range(length)
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in self.parts)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        own_id = (attrs or {}).get("id") or f"id_{name}"
        rows = [row for row in value or [] if any(row.values())]
        # A row that is wrong keeps its place, so that its words stand beside it.
        rows = list(value) if self.problems else rows
        if not rows or any(rows[-1].values()):
            rows.append({})
        context["widget"] |= {
            "rows": [self._row(name, own_id, at, row) for at, row in enumerate(rows)],
            "blank": self._row(name, own_id, "NEW", {}),
            "add_words": self.add_words,
        }
        return context

    def _row(self, name: str, own_id: str, at: int | str, row: Row) -> dict[str, Any]:
        parts, problems = [], []
        for part, field in self.parts.items():
            wrong = self.problems.get((at, part), "") if isinstance(at, int) else ""
            part_id = f"{own_id}_{at}_{part}"
            css = [css_class(field.widget), field.widget.attrs.get("class", "")]
            attrs = {**field.widget_attrs(field.widget), "id": part_id}
            if wrong:
                problems.append({"id": f"{part_id}_error", "words": wrong})
                css.append("is-invalid")
                attrs |= {"aria-invalid": "true", "aria-describedby": f"{part_id}_error"}
            attrs["class"] = " ".join(filter(None, css))
            shown = field.widget.get_context(f"{name}_{part}", row.get(part), attrs)["widget"]
            parts.append({"label": field.label, "widget": shown})
        number = at + 1 if isinstance(at, int) else "NEW"
        return {
            "at": at,
            "label": _("Row %(number)s") % {"number": number},
            "parts": parts,
            "problems": problems,
        }


class RowsField(forms.Field):
    """Gives a list of rows, each a dictionary of its parts; an empty row is none.

    `once` names the part that no two rows may share.
    """

    default_error_messages = {"once": gettext_lazy("This stands in another row already.")}

    def __init__(
        self, *, parts: Mapping[str, forms.Field], add_words: Any, once: str = "", **kwargs: Any
    ) -> None:
        super().__init__(widget=RowsInput(parts, add_words=add_words), **kwargs)
        self.parts = parts
        self.once = once

    def clean(self, value: Any) -> list[Row]:
        problems: dict[tuple[int, str], str] = {}
        rows: list[Row] = []
        for at, sent in enumerate(value or []):
            if not any(str(word or "").strip() for word in sent.values()):
                continue
            row = {part: self._part(at, part, sent.get(part), problems) for part in self.parts}
            if self.once and row[self.once] in [one[self.once] for one in rows if one[self.once]]:
                problems[at, self.once] = str(self.error_messages["once"])
            rows.append(row)
        self.widget.problems = problems
        if problems:
            raise ValidationError([_error(at, part, said) for (at, part), said in problems.items()])
        if self.required and not rows:
            raise ValidationError(self.error_messages["required"], code="required")
        return rows

    def _part(self, at: int, part: str, sent: Any, problems: dict[tuple[int, str], str]) -> Any:
        try:
            return self.parts[part].clean(sent)
        except ValidationError as wrong:
            problems[at, part] = " ".join(wrong.messages)
            return None


def _error(at: int, part: str, said: str) -> ValidationError:
    """A refusal that knows its row, so that the summary leads there."""
    error = ValidationError(_("Row %(number)s: %(said)s") % {"number": at + 1, "said": said})
    error.at = f"{at}_{part}"  # type: ignore[attr-defined]
    return error


def _values(data: Any, name: str) -> list[Any]:
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    found = data.get(name, [])
    return list(found) if isinstance(found, list) else [found]


def asked_for_rows(form: forms.Form) -> dict[str, Any] | None:
    """What the form holds with the row more or less that was asked for; None where none was.

    Nothing is read or refused yet: this is typing, not saving.
    """
    for name, field in form.fields.items():
        if not isinstance(field, RowsField):
            continue
        add, remove = form.add_prefix(f"{name}_add"), form.add_prefix(f"{name}_remove")
        if add not in form.data and remove not in form.data:
            continue
        typed = {other: form[other].data for other in form.fields}
        rows: Sequence[Row] = typed[name]
        gone = str(form.data.get(remove, ""))
        typed[name] = [row for at, row in enumerate(rows) if str(at) != gone]
        return typed
    return None


def rows_kept(field: forms.Field, saved: Mapping[str, Any], name: str) -> list[Row] | None:
    """The rows of a draft, or None where it holds none."""
    widget = field.widget
    if widget.value_omitted_from_data(saved, {}, name):
        return None
    rows: list[Row] = widget.value_from_datadict(saved, {}, name)
    return rows
