"""Components escape what they are given and say in words what they show."""

import re

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch

from casework.base.ui.parts import Act, Mark
from casework.base.ui.templatetags import ui

EVIL = '"><script>x</script>'


def drawn(template: str, **given: object) -> str:
    return Template("{% load ui %}" + template).render(Context(given))


@pytest.mark.parametrize(
    "template",
    [
        "{% mark evil %}",
        "{% tel evil evil %}",
        "{% when evil evil %}",
        "{% stat evil evil evil %}",
        "{% empty evil evil evil evil %}",
        "{% progress 1 2 evil %}",
        "{% icon 'alert' evil %}",
        "{% facts pairs %}",
        "{% bar parts evil 3 %}",
        "{% pager evil evil evil evil %}",
        "{% panel title=evil sub=evil url=evil link=evil %}{{ evil }}{% endpanel %}",
        "{% notice title=evil %}{{ evil }}{% endnotice %}",
        "{% acts acts %}",
        "{% nothing evil evil evil %}",
    ],
)
def test_nothing_given_becomes_markup(template):
    html = drawn(
        template,
        evil=EVIL,
        pairs=[(EVIL, EVIL)],
        parts=[(1, EVIL, "")],
        acts=[Act(EVIL, EVIL), Act(EVIL, EVIL, EVIL), Act(EVIL, EVIL, is_post=True)],
    )
    assert "<script" not in html
    assert '"><' not in html.replace('""><', "") or EVIL not in html


def test_an_unknown_tone_is_a_mistake():
    with pytest.raises(ValueError, match="purple"):
        ui.mark("Late", "purple")


def test_an_unsafe_number_cannot_be_tapped():
    html = ui.tel("(202) 555-0177", "+12025550177", (), False)
    assert "href" not in html
    assert "Do not call" in html
    safe = ui.tel("(202) 555-0143", "", [Mark("Safe to call", "ok")])
    assert 'href="tel:(202)555-0143"' in safe
    assert "Safe to call" in safe


def test_facts_leave_out_what_is_empty():
    html = ui.facts([("Born", "3 Mar 1987"), ("Cover", ""), ("Score", 0), ("Note", None)])
    assert "Cover" not in html
    assert "Note" not in html
    assert "<dd>0</dd>" in html
    assert ui.facts([("Cover", "")]) == ""


def test_a_bar_shows_the_room_that_is_left():
    html = ui.bar([(9, "9 on time", ""), (3, "3 late", "warn")], "12 of 24", 24)
    assert 'aria-label="12 of 24"' in html
    assert 'x="112.5" width="37.5"' in html
    assert "9 on time" in html
    assert "3 late" in html
    assert ui.bar([], "Nobody yet")


def test_bars_in_rows_share_a_scale_and_leave_the_words_to_the_row():
    html = ui.bar([(20, "", "strong"), (4, "", "alert")], "", 20, 48)
    assert 'x="0.0" width="125.0"' in html
    assert 'class="cw-bar-alert" x="125.0" width="25.0"' in html
    assert 'class="cw-bar-limit" x="125.0"' in html
    assert 'aria-hidden="true"' in html
    assert "<ul" not in html


def test_the_same_panel_has_the_same_bytes():
    once = drawn("{% panel title='Diary' %}x{% endpanel %}")
    assert once == drawn("{% panel title='Diary' %}x{% endpanel %}")


def test_what_cannot_be_done_yet_takes_the_focus_and_says_why():
    html = drawn(
        "{% acts acts %}",
        acts=[
            Act("/take-up", "I am looking at it", is_primary=True, is_post=True),
            Act("/accept", "Accept", "Take it up first."),
            Act("/decline", "Not accepted", "Take it up first."),
            Act("/withdraw", "They changed their mind"),
        ],
    )
    grey = re.findall(r"<button[^>]*aria-disabled[^>]*>\s*([^<]*?)\s*</button>", html)
    assert grey == ["Accept", "Not accepted"]
    assert "/accept" not in html
    # Not a dead button: it is reached by Tab, and its reason is read out with it.
    assert " disabled" not in html
    (why,) = set(re.findall(r'aria-describedby="([^"]+)"', html))
    assert html.count("Take it up first.") == html.count(f'id="{why}"') == 1
    assert 'href="/withdraw"' in html
    assert 'action="/take-up"' in html


def test_several_reasons_say_what_each_is_about():
    html = drawn(
        "{% acts acts %}", acts=[Act("/a", "Accept", "Not yet."), Act("/b", "Sign", "Empty.")]
    )
    reasons = dict(re.findall(r'id="(why-[^"]+)">.*?<span>([^<]*)</span></p>', html))
    told = re.findall(r'aria-describedby="([^"]+)">\s*([^<]*?)\s*</button>', html)
    assert [(label, reasons[why]) for why, label in told] == [
        ("Accept", "Not yet."),
        ("Sign", "Empty."),
    ]
    assert drawn("{% acts acts %}", acts=[]).strip() == ""


def test_initials():
    assert ui.initials("Dana Whitlock") == "DW"
    assert ui.initials("Mei") == "M"
    assert ui.initials("") == ""


@pytest.mark.parametrize(
    ("words", "said"), [(2, "one two …"), (3, "one two three"), (4, "one two three")]
)
def test_the_opening_of_a_text(words, said):
    assert ui.opening("one  two\nthree", words) == said


def test_an_address_that_is_not_there():
    assert drawn('{% url "no:such" as x %}[{{ x }}]') == "[]"
    assert drawn('{% url "ui:look_set" as x %}[{{ x }}]') != "[]"
    with pytest.raises(NoReverseMatch):
        drawn('{% url "no:such" %}')


def test_a_steady_piece_follows_the_language(monkeypatch):
    spoken = [object(), object()]
    pieces = iter(["English", "Spanish"])
    monkeypatch.setattr(ui, "get_template", lambda _name: Template(next(pieces)))
    monkeypatch.setattr(Template, "render", lambda self, *_given: self.source, raising=False)
    said = []
    for language in (0, 1, 0):
        monkeypatch.setattr(ui, "catalog", lambda language=language: spoken[language])
        said.append(ui.steady("a piece of this test"))
    assert said == ["English", "Spanish", "English"]
