"""From a file to a practice model, with the checks that look at more than one value."""

from __future__ import annotations

import tomllib
from pathlib import Path

from casework.registry.episodes.practice_models import model as m
from casework.registry.episodes.practice_models.reading import (
    BadPracticeModel,
    Table,
    above_zero,
    day,
    one_of,
    share_of_one,
    some_of,
    text,
    whole,
    yes_or_no,
)

FILE_SHAPE = 1


def load_folder(folder: Path) -> tuple[m.PracticeModel, ...]:
    """Every model in a folder, by code; one bad file stops the whole reading."""
    return tuple(load_file(path) for path in sorted(folder.glob("*.toml")))


def load_file(path: Path) -> m.PracticeModel:
    """One model from its file."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPracticeModel(path.name, "(whole file)", f"is not TOML: {error}") from error
    top = Table(path.name, "", raw)
    if top.plain("shape", whole(1)) != FILE_SHAPE:
        top.fail("shape", f"must be {FILE_SHAPE}, the only shape this release reads")
    _list_sources(top)
    model = _model(top)
    top.close()
    if model.code != path.stem:
        top.fail("code", f"must be the file's name, {path.stem!r}, found {model.code!r}")
    unused = set(top.known) - {source.key for source in model.sources.values()}
    if unused:
        top.fail("sources", f"lists what no value names: {', '.join(sorted(unused))}")
    _cross_check(model, top)
    return model


def _list_sources(top: Table) -> None:
    """Read the file's list of sources first: every value after it must name one of them."""
    for source in top.tables("sources"):
        key = source.plain("key", text)
        if key in top.known:
            source.fail("key", f"stands twice: {key!r}")
        kind = source.plain("kind", one_of(m.SOURCE_KINDS))
        published = kind == "published"
        top.known[key] = m.Source(
            key=key,
            kind=kind,
            title=source.plain("title", text),
            address=source.plain("address", text) if published else "",
            read=source.plain("read", one_of(m.HOW_READ)) if published else "not_read",
            checked_on=source.plain("checked_on", day),
        )


def _model(top: Table) -> m.PracticeModel:
    practice, responsible = top.table("practice"), top.table("responsibility")
    notes, visit = top.table("notes"), top.table("minutes_per_visit")
    return m.PracticeModel(
        code=top.plain("code", text),
        name=top.plain("name", text),
        version=top.plain("version", text),
        dated=top.plain("dated", day),
        core_idea=practice.value("core_idea", text),
        usual_place=practice.value("usual_place", text),
        services=practice.value("services", text),
        key_indicator=practice.value("key_indicator", text),
        in_community_goal_percent=practice.maybe("in_community_goal_percent", whole(1, 100)),
        responsible_unit=responsible.value("unit", one_of(m.UNITS)),
        around_the_clock=responsible.value("around_the_clock", one_of(m.AROUND_THE_CLOCK)),
        caseload=_caseload(top.table("caseload")),
        contact=_contact(top.table("contact")),
        modes=tuple(_mode(one) for one in top.tables("modes")),
        phases=tuple(_phase(one) for one in top.tables("phases")),
        time_limit=_time_limit(top.table("time_limit")) if top.has("time_limit") else None,
        minutes_per_visit=m.MinutesPerVisit(
            visit_minutes=visit.value("visit_minutes", whole(1, 480)),
            travel_minutes=visit.value("travel_minutes", whole(0, 480)),
            writing_minutes=visit.value("writing_minutes", whole(0, 480)),
        ),
        cadence=_cadence(top.table("cadence")),
        notes=m.NoteRule(
            sign_within_hours=notes.value("sign_within_hours", whole(24, 72)),
            sign_at_latest_within_hours=notes.value("sign_at_latest_within_hours", whole(24, 72)),
        ),
        meetings=tuple(_meeting(one) for one in top.tables("meetings")),
        lost_contact=_lost_contact(top.table("lost_contact")),
        sources=top.sources_found(),
    )


def _caseload(table: Table) -> m.CaseloadRule:
    return m.CaseloadRule(
        cap_people=table.value("cap_people", whole(1, 500)),
        weighted_cap=table.maybe("weighted_cap", whole(1, 500)),
        never_above_people=table.maybe("never_above_people", whole(1, 500)),
        weights=tuple(
            m.Weight(one.value("every_days", whole(1, 366)), one.value("weight", share_of_one))
            for one in table.tables("weights")
        ),
        ramp=tuple(
            m.RampMonth(one.value("month", whole(1, 24)), one.value("share_percent", whole(1, 100)))
            for one in table.tables("ramp")
        ),
    )


def _contact(table: Table) -> m.ContactRule:
    return m.ContactRule(
        name=table.value("name", text),
        target_interval_days=table.value("target_interval_days", above_zero),
        contact_or_attempt_interval_days=table.value(
            "contact_or_attempt_interval_days", whole(1, 366)
        ),
        community_contacts_at_least=table.maybe("community_contacts_at_least", whole(1, 100)),
    )


def _mode(table: Table) -> m.Mode:
    return m.Mode(
        code=table.value("code", text),
        contact=_contact(table),
        enter_when=table.value("enter_when", text),
        leave_when=table.value("leave_when", text),
    )


def _phase(table: Table) -> m.Phase:
    return m.Phase(
        code=table.value("code", text),
        purpose=table.value("purpose", text),
        lasts_days=table.value("lasts_days", whole(1, 3660)),
        contact=_contact(table),
    )


def _time_limit(table: Table) -> m.TimeLimit:
    return m.TimeLimit(
        days=table.value("days", whole(1, 3660)),
        counts_from=table.value("counts_from", one_of(m.COUNTS_FROM)),
    )


def _cadence(table: Table) -> m.Cadence:
    days = whole(1, 1100)
    return m.Cadence(
        named_worker_within_working_days=table.value(
            "named_worker_within_working_days", whole(1, 60)
        ),
        named_worker_at_latest_within_days=table.maybe("named_worker_at_latest_within_days", days),
        needs_assessment_within_days=table.value("needs_assessment_within_days", days),
        plan_within_days=table.value("plan_within_days", days),
        plan_review_every_days=table.value("plan_review_every_days", days),
        plan_review_when_asked_every_days=table.maybe("plan_review_when_asked_every_days", days),
        outcome_measure_every_days=table.value("outcome_measure_every_days", days),
        supervision_every_days=table.value("supervision_every_days", days),
    )


def _meeting(table: Table) -> m.Meeting:
    return m.Meeting(
        name=table.value("name", text),
        times_per_week=table.value("times_per_week", above_zero),
        minutes=table.value("minutes", whole(1, 480)),
        names_every_person=table.value("names_every_person", yes_or_no),
    )


def _lost_contact(table: Table) -> m.LostContact:
    return m.LostContact(
        steps=tuple(
            m.LadderStep(
                day=one.value("day", whole(0, 366)),
                action=one.value("action", one_of(m.LADDER_ACTIONS)),
                what=one.value("what", text),
                who=one.value("who", one_of(m.LADDER_ACTORS)),
                is_disclosure=one.value("is_disclosure", yes_or_no),
                needs_named_manager=one.value("needs_named_manager", yes_or_no),
            )
            for one in table.tables("steps")
        ),
        exits=table.value("exits", some_of(m.LADDER_EXITS)),
    )


def _cross_check(model: m.PracticeModel, top: Table) -> None:
    """Refuse values that are each sound and together are not."""
    _check_caseload(model.caseload, top)
    _check_ladder(model.lost_contact.steps, top)
    if model.notes.sign_within_hours > model.notes.sign_at_latest_within_hours:
        top.fail("notes.sign_at_latest_within_hours", "must not be before sign_within_hours")
    if model.phases and model.time_limit is None:
        top.fail("time_limit", "is missing: a model with phases has an end")
    if model.phases and model.time_limit is not None:
        total = sum(phase.lasts_days for phase in model.phases)
        if total != model.time_limit.days:
            top.fail("time_limit.days", f"must be the sum of the phases, {total} days")
    for key, codes in (
        ("modes", [mode.code for mode in model.modes]),
        ("phases", [phase.code for phase in model.phases]),
    ):
        if len(set(codes)) < len(codes):
            top.fail(key, "has the same code twice")


def _check_caseload(rule: m.CaseloadRule, top: Table) -> None:
    if not rule.weights:
        top.fail("caseload.weights", "is missing: the weighted number is always shown")
    for nearer, farther in zip(rule.weights, rule.weights[1:], strict=False):
        if farther.every_days <= nearer.every_days or farther.weight >= nearer.weight:
            top.fail("caseload.weights", "must run from often and heavy to seldom and light")
    if [one.month for one in rule.ramp] != list(range(1, len(rule.ramp) + 1)):
        top.fail("caseload.ramp", "must list month 1, 2, 3 … without a gap")
    if rule.never_above_people is not None and rule.never_above_people < rule.cap_people:
        top.fail("caseload.never_above_people", "must not be below cap_people")


def _check_ladder(steps: tuple[m.LadderStep, ...], top: Table) -> None:
    if not steps:
        top.fail("lost_contact.steps", "is missing: every model says what happens")
    if [step.day for step in steps] != sorted(step.day for step in steps):
        top.fail("lost_contact.steps", "must stand in the order of their days")
    mobile_crisis_came = False
    for number, step in enumerate(steps, start=1):
        key = f"lost_contact.steps.{number}"
        mobile_crisis_came = mobile_crisis_came or step.action == "mobile_crisis"
        if step.action == "police" and not mobile_crisis_came:
            top.fail(f"{key}.action", "police must come after mobile crisis")
        if step.action == "police" and not step.needs_named_manager:
            top.fail(f"{key}.needs_named_manager", "must be true for police")
        # Whoever is outside the agency learns from the call that the person is known here.
        if step.action in ("network", "mobile_crisis", "police") and not step.is_disclosure:
            top.fail(f"{key}.is_disclosure", f"must be true for {step.action}")
