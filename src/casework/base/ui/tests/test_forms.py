"""Every field is drawn the same way, and refuses in plain words."""

import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.utils import timezone

from casework.base.ui.forms import (
    ChipsField,
    ChipsMultiple,
    DayField,
    DayTimeField,
    PartialDateField,
    PickField,
    PlainTextField,
    TimeField,
    in_words,
    shares_fields,
)
from casework.base.ui.templatetags.ui import error_summary


class Sample(forms.Form):
    seen = ChipsField(label="Did you meet?", choices=[("y", "Seen"), ("n", "Not there")])
    how = ChipsMultiple(label="How?", required=False, choices=[("h", "At home"), ("p", "Phone")])
    place = forms.ChoiceField(label="Where?", choices=[("a", "<b>Library</b>")])
    note = PlainTextField(label="Note", help_text="What happened & what next.")
    promise = forms.CharField(label="Promise", required=False)
    shared = forms.BooleanField(label="She may read it", required=False)
    born = PartialDateField(label="Born", required=False)
    at = DayTimeField(label="When?")


@shares_fields(but=("place",))
class SampleForAll(Sample):
    pass


def attribute(html: str, control: str, name: str) -> str | None:
    tag = re.search(rf'<\w+[^>]*\bid="{control}"[^>]*>', html)
    assert tag, f"no control {control}"
    found = re.search(rf'\b{name}="([^"]*)"', tag[0])
    return found[1] if found else None


def test_a_field_has_label_hint_and_control_tied_together():
    html = Sample()["note"].as_field_group()
    assert re.search(r'<label class="cw-label" for="id_note">\s*Note\s*</label>', html)
    assert attribute(html, "id_note", "aria-describedby") == "id_note_helptext"
    assert "What happened &amp; what next." in html
    assert attribute(html, "id_note", "class") == "form-control cw-grow"


def test_a_refused_field_says_so_to_everybody():
    form = Sample({})
    html = form["note"].as_field_group()
    assert attribute(html, "id_note", "aria-invalid") == "true"
    assert attribute(html, "id_note", "aria-describedby") == "id_note_helptext id_note_error"
    assert 'id="id_note_error"' in html
    assert "is-invalid" in attribute(html, "id_note", "class")


def test_what_may_stay_empty_says_so():
    form = Sample()
    assert "(optional)" in form["promise"].as_field_group()
    assert "(optional)" not in form["note"].as_field_group()
    assert "(optional)" not in form["shared"].as_field_group()
    form.mark_optional = False
    assert "(optional)" not in form["promise"].as_field_group()


def test_choices_stand_in_a_fieldset_and_say_each_word_once():
    html = Sample()["seen"].as_field_group()
    assert html.startswith("<fieldset")
    assert "<legend" in html
    assert "cw-chips" in html
    assert html.count("Not there") == 1
    assert html.count('type="radio"') == 2
    assert Sample()["how"].as_field_group().count('type="checkbox"') == 2


def test_labels_of_choices_are_escaped():
    assert "&lt;b&gt;Library" in Sample()["place"].as_field_group()


def test_parts_keep_their_own_words_and_width():
    html = Sample(initial={"born": (1987, 3, None)})["born"].as_field_group()
    assert [attribute(html, f"id_born_{at}", "value") for at in range(3)] == [None, "3", "1987"]
    assert attribute(html, "id_born_2", "class") == "form-control cw-figures-4"
    assert re.findall(r"<label[^>]*>(\w+)</label>", html) == ["Day", "Month", "Year"]


def test_the_summary_leads_to_each_field():
    form = Sample({"at_day": "2026-11-17"})
    form.add_error(None, "This record is closed.")
    html = error_summary(form)
    assert "This record is closed." in html
    for control in ("id_seen_0", "id_note", "id_at_0", "id_place"):
        assert f'href="#{control}"' in html
        assert f'id="{control}"' in str(form)


def test_no_summary_without_a_refusal():
    assert error_summary(Sample(), None) == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["3", "11", "1987"], (1987, 11, 3)),
        (["", "11", "1987"], (1987, 11, None)),
        (["", "", "1987"], (1987, None, None)),
        (["29", "2", "2024"], (2024, 2, 29)),
        ([" 3", "1 ", "1987"], (1987, 1, 3)),
        (["", "", ""], None),
    ],
)
def test_a_date_known_in_part(typed, meant):
    assert PartialDateField(required=False).clean(typed) == meant


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        (["", "", ""], "at least the year"),
        (["3", "11", ""], "year too"),
        (["3", "", "1987"], "month too"),
        (["x", "11", "1987"], "figures only"),
        (["³", "11", "1987"], "figures only"),
        (["30", "2", "1987"], "no such day"),
        (["29", "2", "2023"], "no such day"),
        (["3", "13", "1987"], "between 1 and 12"),
        (["3", "11", "87"], "four figures"),
        (["3", "11", "2999"], "not come yet"),
    ],
)
def test_a_date_is_refused_in_plain_words(typed, refusal):
    with pytest.raises(forms.ValidationError, match=refusal):
        PartialDateField().clean(typed)


def test_this_month_is_not_the_future():
    field = PartialDateField()
    field.today = lambda: date(2026, 11, 21)
    assert field.clean(["", "11", "2026"]) == (2026, 11, None)
    with pytest.raises(forms.ValidationError):
        field.clean(["", "12", "2026"])


def test_a_day_and_a_time_are_an_instant_here():
    with timezone.override("America/New_York"):
        assert DayTimeField().clean(["2026-11-17", "10:20"]) == datetime(
            2026, 11, 17, 15, 20, tzinfo=UTC
        )


def test_half_of_a_day_and_time_is_refused():
    with pytest.raises(forms.ValidationError, match="both the day and the time"):
        DayTimeField().clean(["2026-11-17", ""])
    with pytest.raises(forms.ValidationError, match="both the day and the time"):
        DayTimeField(required=False).clean(["2026-11-17", ""])
    assert DayTimeField(required=False).clean(["", ""]) is None


def test_the_hour_that_comes_twice_can_be_recorded_and_the_one_that_never_came_cannot():
    with timezone.override("America/New_York"):
        twice = DayTimeField().clean(["2026-11-01", "01:30"])
        assert twice == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
        with pytest.raises(forms.ValidationError, match="did not happen"):
            DayTimeField().clean(["2026-03-08", "02:30"])


def test_days_and_times_are_read_as_browsers_send_them():
    assert DayField().clean("2026-11-24") == date(2026, 11, 24)
    assert TimeField().clean("14:05") == TimeField().clean("14.05") == TimeField().clean("1405")
    with pytest.raises(forms.ValidationError, match="2026-11-24"):
        DayField().clean("24/11/2026")


def test_plain_text_has_one_kind_of_line_break():
    assert PlainTextField().clean("one\r\ntwo\rthree") == "one\ntwo\nthree"


class Speaks(forms.Form):
    languages = PickField(
        label="Languages",
        required=False,
        choices=[("pl", "Polish"), ("so", "Somali"), ("tw", "Twi")],
    )


def test_of_a_long_list_the_usual_and_the_chosen_are_in_sight():
    form = Speaks(initial={"languages": ["tw"]})
    form.fields["languages"].offer([("pl", "Polish"), ("so", "Somali"), ("tw", "Twi")], {"pl"})
    first, rest = str(form["languages"]).split("<details")
    assert [word in first for word in ("Twi", "Polish", "Somali")] == [True, True, False]
    assert first.index("Twi") < first.index("Polish")
    assert "Somali" in rest
    assert "(1)" in rest
    # Every one of them is a tick box: without a script all can be ticked.
    assert str(form["languages"]).count('type="checkbox"') == 3
    assert "pick.js" in str(form.media)


def test_what_is_not_in_the_list_is_refused():
    assert Speaks({"languages": ["pl", "so"]}).is_valid()
    assert not Speaks({"languages": ["tlh"]}).is_valid()


def test_values_are_said_as_their_choices_are_called():
    few = forms.MultipleChoiceField(
        choices=[("Usual here", [("en", "English")]), ("All others", [("pl", "Polish")])]
    )
    assert in_words(few, ["pl", "en", "xx"]) == "Polish, English, xx"
    assert in_words(few, "pl") == "Polish"
    assert in_words(few, None) == in_words(few, []) == ""
    assert in_words(forms.CharField(), "as typed") == "as typed"
    assert in_words(forms.DateField(), date(2026, 3, 9)) == "9 Mar 2026"


def test_a_form_for_all_has_copies_of_what_it_changes_alone():
    one, other = SampleForAll(), SampleForAll()
    one.fields["place"].choices = [("b", "Bench")]
    assert [*other.fields["place"].choices] == [("a", "<b>Library</b>")]
    assert one.fields["seen"] is other.fields["seen"]
    del one.fields["born"]
    assert "born" in other.fields
    assert "born" in SampleForAll().fields
    assert Sample().fields["seen"] is not Sample().fields["seen"]


def _stands(thing: object) -> dict[str, str]:
    return {name: repr(value) for name, value in vars(thing).items()}


def test_what_all_share_stands_after_it_was_drawn_and_refused():
    shared = SampleForAll().fields
    before = [(_stands(one), _stands(one.widget)) for one in shared.values()]
    str(SampleForAll(initial={"note": "Came late."}))
    refused = SampleForAll({"seen": "?", "place": "a", "at_day": "x"})
    assert str(refused)
    assert refused.errors
    assert [(_stands(one), _stands(one.widget)) for one in shared.values()] == before
