"""What is asked of whoever brings a file over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework.base.ui.forms import ChipsField

from . import fields, rules
from .models import Kind

_ENDINGS = ".xlsx,.ods,.csv,.tsv,.txt"


class UploadForm(forms.Form):
    """Which file, what its rows are, for which team."""

    kind = ChipsField(label=_("What the rows are"), choices=Kind.choices)
    team = forms.ChoiceField(
        label=_("The team that works with these people"),
        error_messages={"required": _("Choose the team."), "invalid_choice": _("Choose a team.")},
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=format_lazy(
            _("A spreadsheet: .xlsx, .ods or .csv, of at most {limit} MB."),
            limit=rules.UPLOAD_BYTES // 2**20,
        ),
        widget=forms.FileInput(attrs={"accept": _ENDINGS}),
    )

    mark_optional = False

    def __init__(
        self,
        *args: Any,
        teams: Iterable[tuple[UUID, str]],
        was_too_large: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.was_too_large = was_too_large
        choices = [(str(team_id), name) for team_id, name in teams]
        team: Any = self.fields["team"]
        team.choices = choices if len(choices) == 1 else [("", _("Choose a team")), *choices]

    def clean_file(self) -> Any:
        """A file that was too large never arrives here; it is told apart from none."""
        sent = self.cleaned_data.get("file")
        if sent is None and not self.was_too_large:
            raise forms.ValidationError(_("Choose a file."))
        size = sent.size if sent else 0
        if reason := rules.why_not_upload(size=size, was_too_large=self.was_too_large):
            raise forms.ValidationError(reason)
        return sent


class MappingForm(forms.Form):
    """What each column is taken for: one select a column, and one more where its values leave
    something open."""

    mark_optional = False

    def __init__(self, *args: Any, kind: str, told: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told, self.kind = told, kind
        self.mapping = told["mapping"]
        self._choice("day_order", fields.DAY_ORDERS, self.mapping.get("day_order"))
        self.fields["day_order"].label = _("How dates are written in this file")
        for place, table in enumerate(self.mapping["tables"]):
            self.fields[f"t{place}_use"] = forms.BooleanField(
                required=False, initial=table.get("use", True), label=_("Bring this sheet over")
            )
            if kind == Kind.PEOPLE:
                self._choice(f"t{place}_status", fields.STATUSES, table.get("status"))
                self.fields[f"t{place}_status"].label = _("The people of this sheet are")
            for column in table["columns"]:
                name = _name(place, column)
                self._choice(name, fields.choices_for(kind), column["field"])
                option = fields.orders_for(column["field"])
                if option and self._is_open(table, column, option[0]):
                    self._choice(f"{name}_how", option[1], column["options"].get(option[0]))

    def _is_open(self, table: dict[str, Any], column: dict[str, Any], option: str) -> bool:
        """Where the file decides by itself how a column is written, nothing is asked."""
        return bool(column["options"].get(option)) or bool(self._unread(table, column))

    def _unread(self, table: dict[str, Any], column: dict[str, Any]) -> int:
        return int(self.told["unread"].get(f"{table['sheet']}!{column['letter']}", 0))

    def _choice(self, name: str, choices: Sequence[tuple[str, object]], now: str | None) -> None:
        field: Any = forms.ChoiceField(choices=choices, required=False, initial=now or "")
        self.fields[name] = field

    @property
    def tables(self) -> list[dict[str, Any]]:
        """For the page: each sheet with its columns, their first values and their fields."""
        return [
            {
                "sheet": table["sheet"],
                "rows": ", ".join(str(row) for row in table["header_rows"]),
                "use": self[f"t{place}_use"],
                "status": self[f"t{place}_status"] if self.kind == Kind.PEOPLE else None,
                "columns": [
                    self._column(place, at, column, table)
                    for at, column in enumerate(table["columns"])
                ],
            }
            for place, table in enumerate(self.mapping["tables"])
        ]

    def _column(
        self, place: int, at: int, column: dict[str, Any], table: dict[str, Any]
    ) -> dict[str, Any]:
        name = _name(place, column)
        return {
            "letter": column["letter"],
            "header": column["header"] or _("no heading"),
            "samples": self.told["samples"][place][at],
            "field": self[name],
            "how": self[f"{name}_how"] if f"{name}_how" in self.fields else None,
            "unread": self._unread(table, column),
        }

    def chosen(self) -> dict[str, Any] | None:
        """The mapping as it was chosen; None where it is the one that was shown."""
        made = deepcopy(self.mapping)
        given = self.cleaned_data
        made["day_order"] = given["day_order"] or None
        for place, table in enumerate(made["tables"]):
            table["use"] = given[f"t{place}_use"]
            if self.kind == Kind.PEOPLE:
                table["status"] = given[f"t{place}_status"] or None
            for column in table["columns"]:
                _set(column, given, _name(place, column))
        return None if made == self.mapping else made


def _name(place: int, column: dict[str, Any]) -> str:
    return f"t{place}c{column['index']}"


def _set(column: dict[str, Any], given: dict[str, Any], name: str) -> None:
    before, column["field"] = column["field"], given[name] or None
    if column["field"] != before:
        # An order of days says nothing about a name; what else was said of the cells stays.
        column["options"] = {
            key: value for key, value in column["options"].items() if key not in ("order", "unit")
        }
    elif (option := fields.orders_for(before)) and f"{name}_how" in given:
        column["options"] = {
            key: value for key, value in column["options"].items() if key != option[0]
        }
        if given[f"{name}_how"]:
            column["options"][option[0]] = given[f"{name}_how"]
