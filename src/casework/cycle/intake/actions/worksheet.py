"""The worksheet: what the criteria say, and the level that was decided. It never decides itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import Stale, refuse_if
from casework.base.core.says import _

from .. import eligibility, facts, rules
from ..models import CriterionAnswer, Met, Referral
from ..moving import held


@dataclass(frozen=True)
class Answer:
    """What was said about one criterion, and what shows it."""

    met: str
    evidence: str = ""


def _refuse(referral: Referral, criterion: str) -> None:
    rule_set = eligibility.get(referral.rule_set)
    is_known = rule_set is not None and criterion in rule_set.criterion_codes
    refuse_if(rules.why_not_answer(state=referral.state, is_known=is_known))


def _answer(
    referral: Referral,
    criterion: str,
    answer: Answer,
    *,
    by: Actor,
    now: datetime,
    standing: CriterionAnswer | None,
) -> CriterionAnswer:
    said = {
        "met": Met(answer.met),
        "evidence": answer.evidence.strip(),
        "answered_at": now,
        "answered_by": by.id,
    }
    if standing is None:
        standing = CriterionAnswer.objects.create(
            referral=referral, person_id=referral.person_id, criterion=criterion, **said
        )
    else:
        standing.save_over(standing.version, **said)
    trail.write(
        "criterion.answered",
        by=by,
        about=standing,
        person_id=referral.person_id,
        detail={"criterion": criterion, "met": str(answer.met)},
    )
    return standing


@trail.recorded
def answer_criterion(
    *,
    by: Actor,
    referral: Referral,
    criterion: str,
    met: str,
    now: datetime,
    evidence: str = "",
) -> CriterionAnswer:
    """One line of the worksheet."""
    referral = held(referral, by=by, now=now)
    _refuse(referral, criterion)
    standing = CriterionAnswer.objects.filter(referral=referral, criterion=criterion).first()
    return _answer(referral, criterion, Answer(met, evidence), by=by, now=now, standing=standing)


@trail.recorded
def answer_worksheet(
    *,
    by: Actor,
    referral: Referral,
    answers: Mapping[str, Answer],
    version: int,
    now: datetime,
) -> Referral:
    """All lines at once, over what was read: `version` is the sum of the lines' versions."""
    referral = held(referral, by=by, now=now)
    there = {one.criterion: one for one in CriterionAnswer.objects.filter(referral=referral)}
    changed = {
        code: answer for code, answer in answers.items() if _differs(there.get(code), answer)
    }
    if not changed:
        trail.quiet("nothing on the worksheet was changed")
        return referral
    if facts.worksheet_version(there.values()) != version:
        raise Stale(
            _("Somebody answered on this worksheet meanwhile. Compare, and save again."),
            now_stands={
                name: value
                for code, one in there.items()
                for name, value in ((f"met_{code}", one.met), (f"evidence_{code}", one.evidence))
            },
            version=facts.worksheet_version(there.values()),
        )
    for code, answer in changed.items():
        _refuse(referral, code)
        _answer(referral, code, answer, by=by, now=now, standing=there.get(code))
    return referral


def _differs(standing: CriterionAnswer | None, answer: Answer) -> bool:
    before = (standing.met, standing.evidence) if standing else (Met.UNKNOWN, "")
    return before != (answer.met, answer.evidence.strip())


@trail.recorded
def decide_level(
    *,
    by: Actor,
    referral: Referral,
    recommended: str,
    decided: str,
    variance: str,
    version: int,
    now: datetime,
) -> Referral:
    """How much support was recommended and decided; where they differ, why."""
    refuse_if(
        rules.why_not_decide_level(
            state=referral.state, recommended=recommended, decided=decided, variance=variance
        ),
        field="decided" if not decided else "variance",
    )
    held(referral, by=by, now=now)
    same = decided == recommended or not recommended
    referral.save_over(
        version,
        level_recommended=recommended,
        level_decided=decided,
        variance="" if same else variance,
    )
    trail.write(
        "referral.level_decided",
        by=by,
        about=referral,
        person_id=referral.person_id,
        detail={"recommended": recommended, "decided": decided, "variance": variance},
    )
    return referral
