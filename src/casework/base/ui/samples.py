"""Invented people and words for the gallery. Nothing here comes from a database."""

from collections.abc import Mapping
from typing import Any

from django import forms

from casework.base.ui.forms import (
    ChipsField,
    ChipsMultiple,
    DayField,
    DayTimeField,
    PartialDateField,
    PickField,
    PlainTextField,
)
from casework.base.ui.icons import ICONS
from casework.base.ui.look import THEMES, Look
from casework.base.ui.parts import Act, Alert, Link, Mark, PersonHeader, Phone
from casework.base.ui.rows import RowsField

HERE = "#"

PERSON = PersonHeader(
    name="Grace Mensah",
    url=HERE,
    legal_name="Grace Abena Mensah-Boateng",
    born="3 Mar 1987",
    age="39",
    pronouns="she/her",
    number="R-10412",
    responsible_label="Case manager",
    responsible="Dana Whitlock",
    cover="away, Kwame Boateng covers until 27 Nov",
    language="English, Twi",
    interpreter="Interpreter for letters",
    state=Mark("Moving on"),
    phones=(
        Phone("(202) 555-0143", "+12025550143", (Mark("Safe to call", "ok"),)),
        Phone("(202) 555-0177", "+12025550177", (Mark("Ex-partner answers", "alert"),), False),
    ),
    alerts=(
        Alert("Visit with two workers", HERE),
        Alert("Answered item 9: several days, 14 Nov", HERE, "warn"),
        Alert("Penicillin allergy", HERE, "warn"),
    ),
    more_alerts=1,
    more_alerts_url=HERE,
    safety_plan_url=HERE,
    tabs=tuple(
        Link(HERE, label, is_current=label == "Overview")
        for label in (
            "Overview",
            "Timeline",
            "Needs",
            "Safety",
            "Plan",
            "Services",
            "Health",
            "Outcomes",
            "People",
            "Documents",
            "Access",
        )
    ),
    actions=(
        Link(HERE, "Before you go in"),
        Link(HERE, "Record a contact", is_primary=True, key="n"),
    ),
)

NAVIGATION = tuple(
    Link(HERE, label, is_current=label == "My day", count=count)
    for label, count in (
        ("My day", 0),
        ("My people", 0),
        ("Intake", 3),
        ("Team board", 0),
        ("Directory", 0),
        ("Reports", 0),
    )
)

ROWS = (
    ("Ray Begay", "58 · outreach", "Not seen for 19 days, usually every 6",
     "Last: met at the library, 2 Nov", 2, Mark("13 days late", "alert"), "Tried, no answer"),
    ("Owen Pritchard", "44 · community order", "Depot injection not recorded",
     "Every 14 days, last given 4 Nov", 0, Mark("2 days late", "alert"), "Record"),
    ("Amina Okafor", "29 · early intervention", "72-hour follow-up after hospital",
     "Left Elm ward on Friday; two calls not answered", 1, Mark("Due 14:00", "warn"), "Call"),
    ("Tomasz Nowak", "51", "Plan runs out on Tuesday",
     "Ewa wants to be there; interpreter booked", 0, Mark("Tue 24 Nov"), "Review"),
    ("Mei Tanaka", "34 · new referral", "First assessment within 28 days",
     "Booked today at 15:00, day 23", 0, Mark("On time", "ok"), "Open"),
)  # fmt: skip


LANGUAGES = (
    "Albanian (Shqip)", "Arabic (العربية)", "French (Français)", "Polish (Polski)",
    "Somali (Soomaali)", "Spanish (Español)", "Twi", "Ukrainian (Українська)",
)  # fmt: skip


class SampleForm(forms.Form):
    """Every kind of field once."""

    attendance = ChipsField(
        label="Did you meet?",
        choices=[("seen", "Seen"), ("not_there", "Not there"), ("no", "Said no today")],
    )
    mode = ChipsMultiple(
        label="How?",
        help_text="Press all that fit.",
        required=False,
        choices=[("home", "At home"), ("phone", "Phone"), ("video", "Video"), ("out", "Outside")],
    )
    languages = PickField(
        label="Other languages",
        required=False,
        choices=[(str(n), word) for n, word in enumerate(LANGUAGES)],
    )
    at = DayTimeField(label="When did it start?")
    next_on = DayField(label="Next contact", required=False, help_text="Every 6 days, as agreed.")
    born = PartialDateField(label="Date of birth", help_text="The year alone is enough.")
    place = forms.ChoiceField(
        label="Where?", choices=[("a", "14 Alder Close"), ("b", "Library"), ("c", "Clinic")]
    )
    basis = forms.ChoiceField(
        label="Why may this be shared?",
        widget=forms.RadioSelect,
        choices=[("yes", "She agreed today"), ("care", "Direct care"), ("law", "The law asks")],
    )
    closed_on = RowsField(
        label="Closed on",
        required=False,
        parts={
            "day": DayField(label="Day"),
            "name": forms.CharField(label="Name", required=False),
        },
        add_words="Add a day",
    )
    promise = forms.CharField(label="What did you promise?", required=False)
    note = PlainTextField(
        label="Note", error_messages={"required": "Write a note, or press Keep as draft."}
    )
    is_shared = forms.BooleanField(
        label="Grace may read this note in her portal",
        required=False,
        help_text="Off until you say so.",
    )


def gallery(asked: Mapping[str, str]) -> dict[str, Any]:
    """What the gallery shows; `?theme=dark` shows it in the dark."""
    theme = asked.get("theme", "auto")
    wrong = SampleForm(
        {"attendance": "seen", "at_day": "2026-11-17", "born_day": "30", "born_month": "2",
         "born_year": "1987", "note": ""}, prefix=None, auto_id="wrong_%s",
    )  # fmt: skip
    return {
        "look": Look(theme=theme if theme in THEMES else "auto"),
        "person_header": PERSON,
        "navigation": NAVIGATION,
        "search_url": HERE,
        "user_menu": {"name": "Dana Whitlock", "role": "Case manager · North Recovery team"},
        "rows": ROWS,
        "sample": SampleForm(
            initial={
                "attendance": "seen",
                "mode": ["home"],
                "languages": ["6"],
                "born": (1987, 3, None),
            }
        ),
        "wrong": wrong,
        "icons": sorted(ICONS),
        "unsafe": Phone("(202) 555-0177", "+12025550177", (), False),
        "wall": [
            {
                "name": "Dana Whitlock",
                "words": "18 of 20",
                "cap": 20,
                "parts": [(18, "", "strong")],
            },
            {
                "name": "Kwame Boateng",
                "words": "23 of 20: 3 more than the cap",
                "cap": 20,
                "parts": [(20, "", "strong"), (3, "", "alert")],
            },
        ],
        "acts": [
            Act(HERE, "I am looking at it", is_primary=True),
            Act(HERE, "They changed their mind"),
            Act(HERE, "Accept", "Nobody is looking at this referral yet. Take it up first."),
            Act(HERE, "Not accepted", "Nobody is looking at this referral yet. Take it up first."),
        ],
        "facts": [
            ("How to get in", "Side door, ring twice"),
            ("Who may be there", "Abena (sister), a small dog"),
            ("Last contact", "17 Nov, 10:20, home visit, Dana Whitlock"),
            ("Promised", "Bring the rent letter form"),
        ],
        "caseload": [
            (5, "5 seen this week", "strong"),
            (9, "9 on time", ""),
            (4, "4 late", "warn"),
        ],
    }
