"""The models that ship are whole; a bad file is refused by file and key."""

from datetime import date
from pathlib import Path

import pytest

from casework.registry.episodes import practice_models
from casework.registry.episodes.practice_models import BadPracticeModel

MODELS = practice_models.all_models()
CODES = [
    "assertive",
    "brokerage",
    "care_programme_approach",
    "clinical",
    "cpa_successor",
    "critical_time_intervention",
    "flexible_assertive",
    "intensive",
    "strengths",
]
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.code)


def test_the_shipped_models_are_these():
    assert [model.code for model in MODELS] == CODES


def test_models_are_read_once():
    assert practice_models.all_models() is practice_models.all_models()
    assert practice_models.get("clinical") is practice_models.get("clinical")


def test_an_unknown_model_is_refused_with_the_known_ones():
    with pytest.raises(practice_models.UnknownPracticeModel, match=r"'telepathy'.*brokerage"):
        practice_models.get("telepathy")


def test_a_model_cannot_be_changed():
    with pytest.raises(AttributeError):
        practice_models.get("clinical").name = "Other"
    with pytest.raises(TypeError):
        practice_models.get("clinical").sources["caseload.cap_people"] = None


@pytest.mark.parametrize(
    ("code", "unit", "cap", "target_days", "attempt_days", "cover"),
    [
        ("brokerage", "worker", 40, 30, 30, "none"),
        ("clinical", "worker", 30, 21, 28, "none"),
        ("strengths", "worker", 20, 7, 14, "none"),
        ("intensive", "worker", 19, 5, 14, "optional"),
        ("assertive", "team", 10, 1.75, 2, "team"),
        ("flexible_assertive", "team", 20, 10, 14, "crisis_service"),
        ("critical_time_intervention", "worker", 20, 7, 14, "none"),
        ("care_programme_approach", "worker", 35, 30, 30, "crisis_service"),
        ("cpa_successor", "worker", 35, 30, 30, "crisis_service"),
    ],
)
def test_what_tells_the_models_apart(code, unit, cap, target_days, attempt_days, cover):
    model = practice_models.get(code)
    assert model.responsible_unit == unit
    assert model.caseload.cap_people == cap
    assert model.contact.target_interval_days == target_days
    assert model.contact.contact_or_attempt_interval_days == attempt_days
    assert model.around_the_clock == cover


@every_model
def test_every_value_says_where_it_comes_from_and_when_that_was_checked(model):
    assert {"caseload.cap_people", "contact.target_interval_days", "lost_contact.steps.1.day"} <= (
        set(model.sources)
    )
    for key, source in model.sources.items():
        assert source.checked_on >= date(2026, 1, 1), key
        assert bool(source.address) is (source.kind == "published"), key


@every_model
def test_the_ladder_starts_the_same_day_and_keeps_police_for_a_named_manager(model):
    steps = model.lost_contact.steps
    assert steps[0].day == 0
    assert [step.action for step in steps].index("mobile_crisis") < [
        step.action for step in steps
    ].index("police")
    for step in steps:
        assert step.needs_named_manager is (step.action == "police")
    assert set(model.lost_contact.exits) == {
        "contact_made",
        "confirmed_elsewhere",
        "manager_decision",
    }


@every_model
def test_the_reference_page_says_what_the_file_says(model):
    rule, contact = model.caseload, model.contact
    cells = [
        f"`{model.code}`", model.name, rule.cap_people, rule.weighted_cap or "–",
        rule.never_above_people or "–", f"{contact.target_interval_days:g}",
        contact.contact_or_attempt_interval_days, model.responsible_unit, model.around_the_clock,
    ]  # fmt: skip
    page = Path(__file__).parents[5] / "docs" / "reference" / "practice-models.md"
    assert f"| {' | '.join(map(str, cells))} |" in page.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("phase_day", "name", "target_days"),
    [
        pytest.param(None, "Before the move", 7, id="no move yet"),
        pytest.param(-3, "Before the move", 7, id="three days before the move"),
        pytest.param(0, "Transition to the community", 7, id="the day of the move"),
        pytest.param(89, "Transition to the community", 7, id="last day of the first phase"),
        pytest.param(90, "Try-out", 14, id="first day of the second phase"),
        pytest.param(180, "Transfer of care", 30, id="first day of the third phase"),
        pytest.param(269, "Transfer of care", 30, id="last day"),
        pytest.param(400, "Transfer of care", 30, id="past the end, not closed yet"),
    ],
)
def test_the_contact_rule_follows_the_phase(phase_day, name, target_days):
    model = practice_models.get("critical_time_intervention")
    rule = model.contact_rule(phase_day=phase_day)
    assert (rule.name, rule.target_interval_days) == (name, target_days)


def test_the_contact_rule_follows_the_mode():
    model = practice_models.get("flexible_assertive")
    assert model.contact_rule().target_interval_days == 10
    assert model.contact_rule(mode="board").target_interval_days == 1
    with pytest.raises(LookupError, match=r"flexible_assertive has no mode 'sofa'"):
        model.contact_rule(mode="sofa")


def test_a_phase_day_means_nothing_to_a_model_without_phases():
    model = practice_models.get("clinical")
    assert model.phase_on(5) is None
    assert model.contact_rule(phase_day=5) == model.contact


def test_a_value_names_its_source():
    source = practice_models.get("assertive").source_of("caseload.cap_people")
    assert (source.kind, source.title) == (
        "published",
        "Code of Maine Rules 14-193 ch. 2 App. A, ACT Fidelity Scale",
    )


GOOD = (practice_models.FOLDER / "clinical.toml").read_text(encoding="utf-8")
PHASE = """
[[phases]]
code = "one"
name = "One"
purpose = "Begin."
lasts_days = 30
target_interval_days = 7
contact_or_attempt_interval_days = 7
source = "own"
"""
LIMIT = """
[time_limit]
days = 60
counts_from = "acceptance"
source = "own"
"""


def written(folder: Path, text: str, name: str = "clinical.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


FAULTS = [
    ("a later shape", "shape = 1", "shape = 2", "shape", "must be 1"),
    ("no name", 'name = "Clinical case management"', 'name = " "', "name", "some text"),
    ("no version", 'version = "1"\n', "", "version", "is missing"),
    ("other code", 'code = "clinical"', 'code = "x"', "code", "file's name"),
    (
        "text for a number",
        "{ value = 30, source",
        '{ value = "30", source',
        "caseload.cap_people",
        "must be a whole number, 1 to 500, found '30'",
    ),
    (
        "true is not a number",
        "{ value = 30, source",
        "{ value = true, source",
        "caseload.cap_people",
        "whole number",
    ),
    (
        "too many people",
        "{ value = 30, source",
        "{ value = 501, source",
        "caseload.cap_people",
        "1 to 500",
    ),
    (
        "value without its source",
        ', source = "king" }',
        " }",
        "caseload.cap_people",
        "exactly 'value' and 'source'",
    ),
    (
        "bare value in a table without a source",
        '{ value = 30, source = "king" }',
        "30",
        "caseload.cap_people",
        "has no source",
    ),
    (
        "source that is not listed",
        'source = "king" }',
        'source = "queen" }',
        "caseload.cap_people",
        "does not list",
    ),
    (
        "listed source that nothing uses",
        'cap_people = { value = 30, source = "king" }',
        'cap_people = { value = 30, source = "own" }',
        "sources",
        "no value names: king",
    ),
    ("source twice", 'key = "king"', 'key = "own"', "sources.2.key", "stands twice"),
    (
        "a moment for a day",
        "checked_on = 2026-11-21",
        "checked_on = 2026-11-21T10:00:00",
        "sources.1.checked_on",
        "a date",
    ),
    ("misspelt, needed", "cap_people", "cap_poeple", "caseload.cap_people", "is missing"),
    (
        "misspelt, not needed",
        "weighted_cap",
        "weigthed_cap",
        "caseload.weigthed_cap",
        "is not a key",
    ),
    (
        "no such fraction",
        'weight = "1/13"',
        'weight = "1/0"',
        "caseload.weights.4.weight",
        "a fraction",
    ),
    (
        "weights not falling",
        'weight = "1/13"',
        'weight = "1/2"',
        "caseload.weights",
        "seldom and light",
    ),
    ("ramp gap", "month = 2", "month = 3", "caseload.ramp", "without a gap"),
    (
        "ceiling under the cap",
        "{ value = 40,",
        "{ value = 29,",
        "caseload.never_above_people",
        "not be below cap_people",
    ),
    (
        "nobody responsible",
        'unit = { value = "worker"',
        'unit = { value = "nobody"',
        "responsibility.unit",
        "one of worker, team",
    ),
    (
        "no interval",
        "target_interval_days = { value = 21,",
        "target_interval_days = { value = 0,",
        "contact.target_interval_days",
        "above 0",
    ),
    (
        "signing too soon",
        "sign_within_hours = 24",
        "sign_within_hours = 12",
        "notes.sign_within_hours",
        "24 to 72",
    ),
    (
        "late before due",
        "sign_within_hours = 24\nsign_at_latest_within_hours = 72",
        "sign_within_hours = 48\nsign_at_latest_within_hours = 24",
        "notes.sign_at_latest_within_hours",
        "not be before",
    ),
    (
        "no for false",
        "names_every_person = false",
        'names_every_person = "no"',
        "meetings.1.names_every_person",
        "true or false",
    ),
    (
        "giving up is no way off the ladder",
        '"contact_made", ',
        '"gave_up", ',
        "lost_contact.exits",
        "at least one of",
    ),
    (
        "steps out of order",
        'day = 14\naction = "police"',
        'day = 13\naction = "police"',
        "lost_contact.steps",
        "order of their days",
    ),
    (
        "police first",
        'action = "mobile_crisis"',
        'action = "message"',
        "lost_contact.steps.7.action",
        "after mobile crisis",
    ),
    (
        "police without a manager",
        "needs_named_manager = true",
        "needs_named_manager = false",
        "lost_contact.steps.7.needs_named_manager",
        "must be true for police",
    ),
    (
        "asking around is a disclosure",
        'who = "worker"\nis_disclosure = true',
        'who = "worker"\nis_disclosure = false',
        "lost_contact.steps.3.is_disclosure",
        "must be true for network",
    ),
    ("phases without an end", "[practice]", PHASE + "\n[practice]", "time_limit", "is missing"),
    (
        "phases that do not fill the time",
        "[practice]",
        PHASE + LIMIT + "\n[practice]",
        "time_limit.days",
        "sum of the phases, 30 days",
    ),
    (
        "two phases of one code",
        "[practice]",
        PHASE + PHASE + LIMIT + "\n[practice]",
        "phases",
        "same code twice",
    ),
    ("table missing", "[practice]", "[practise]", "practice", "is missing"),
    ("not TOML", "[practice]", "[practice", "(whole file)", "is not TOML"),
]


@pytest.mark.parametrize(
    ("old", "new", "key", "why"), [pytest.param(*fault, id=name) for name, *fault in FAULTS]
)
def test_a_bad_file_is_refused_by_file_and_key(tmp_path, old, new, key, why):
    assert old in GOOD, "the table above no longer fits clinical.toml"
    path = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(BadPracticeModel) as refused:
        practice_models.load_file(path)
    assert str(refused.value).startswith(f"clinical.toml: {key}: ")
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "key", "why"),
    [
        pytest.param("[[meetings]]", "[meetings]", "meetings", "a list of tables", id="one table"),
        pytest.param("[notes]", "[[notes]]", "notes", "must be a table", id="a list of tables"),
    ],
)
def test_a_table_of_the_wrong_kind_is_refused(tmp_path, old, new, key, why):
    path = written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(BadPracticeModel, match=rf"^clinical\.toml: {key}: .*{why}"):
        practice_models.load_file(path)


@pytest.mark.parametrize(
    ("missing", "key"),
    [
        ("[[caseload.weights]]", "caseload.weights"),
        ("[[lost_contact.steps]]", "lost_contact.steps"),
    ],
)
def test_a_list_that_every_model_needs_is_missed(tmp_path, missing, key):
    head, *entries = GOOD.split(missing)
    tail = entries[-1].split("\n\n", 1)
    path = written(tmp_path, head + (tail[1] if len(tail) > 1 else ""))
    with pytest.raises(BadPracticeModel, match=rf"^clinical\.toml: {key}: is missing"):
        practice_models.load_file(path)


def test_one_bad_file_stops_the_folder(tmp_path):
    written(tmp_path, GOOD)
    written(tmp_path, "shape = 1\n", "other.toml")
    with pytest.raises(BadPracticeModel, match=r"^other\.toml: "):
        practice_models.load_folder(tmp_path)
