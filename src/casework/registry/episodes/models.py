"""The episode of care and its ledger of responsibility: at no instant is an open one nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from casework.base.core.models import Record, RowSecurity, Versioned, one_of, pair
from casework.registry.people.models import Person
from casework.registry.workforce.models import Team, Worker
from casework.registry.workforce.permissions import LEADS

if TYPE_CHECKING:
    from .listed import Listed

OF_A_PERSON = RowSecurity(subject="person_id")
# Who decides on a referral sees that there is an episode, and whose; nothing of what was said.
PLAIN_FACTS = RowSecurity(subject="person_id", minimal=True)
# What is copied out of a record stands under a label of its own, as what it was copied from.
WORDS_OF_A_PERSON = RowSecurity(subject="person_id", label="label")
# Everybody reads who covers for whom: it stands on every record. It opens records, so it is
# written only by the worker herself or by who leads every team it is for.
_LEADING = ", ".join(f"'{role.value}'" for role in sorted(LEADS))
COVERING = RowSecurity(
    staff=True,
    written_when=f"episodes_may_cover({{row}}.absent_id, {{row}}.teams, array[{_LEADING}])",
)


class State(models.TextChoices):
    """Where an episode stands. `suspended` always says as what."""

    ENGAGING = "engaging", _("Getting to know each other")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    TRANSITION = "transition", _("Moving on")
    CLOSED = "closed", _("Closed")


class SuspendedAs(models.TextChoices):
    """Why work is suspended. Out of touch runs an outreach ladder and never closes by itself."""

    IN_HOSPITAL = "in_hospital", _("In hospital")
    IN_CUSTODY = "in_custody", _("In custody")
    AWAY = "away", _("Away")
    OUT_OF_TOUCH = "out_of_touch", _("Out of touch")


def state_words(state: str, suspended_as: str) -> str:
    """In hospital rather than Suspended: the word that says what it is."""
    if state == State.SUSPENDED:
        return str(SuspendedAs(suspended_as).label)
    return str(State(state).label)


class CloseReason(models.TextChoices):
    """Why an episode ended. A missed appointment is not a reason, and is not in the list."""

    COMPLETED = "completed", _("Work completed together")
    STEPPED_DOWN = "stepped_down", _("Moved to lighter support")
    TRANSFERRED = "transferred", _("Another service took over and accepted")
    MOVED = "moved", _("Moved away")
    CHOSE_TO_LEAVE = "chose_to_leave", _("Chose to leave")
    NOT_FOUND = "not_found", _("Not found after every outreach step, decided by a manager")
    LONG_ADMISSION = "long_admission", _("In hospital for the long term")
    CUSTODY = "custody", _("In custody for the long term")
    DIED = "died", _("Died")
    NOT_ELIGIBLE = "not_eligible", _("No longer eligible for funding")


class Episode(Versioned):
    """One stretch of work with one person in one team, from acceptance to its end."""

    row_security = PLAIN_FACTS

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    referral_id = models.UUIDField(null=True)
    state = models.CharField(max_length=12, choices=State, default=State.ENGAGING)
    suspended_as = models.CharField(max_length=14, choices=SuspendedAs, blank=True, default="")
    suspended_since_on = models.DateField(null=True)
    accepted_at = models.DateTimeField()
    accepted_by = models.UUIDField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    close_reason = models.CharField(max_length=16, choices=CloseReason, blank=True, default="")
    # Empty: as the team works. A different model for this person needs a reason.
    practice_model = models.CharField(max_length=40, blank=True, default="")
    practice_model_reason = models.CharField(max_length=300, blank=True, default="")
    mode = models.CharField(max_length=40, blank=True, default="")
    target_days = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    target_reason = models.CharField(max_length=300, blank=True, default="")
    # Written by the database from the ledger, so that lists need no join and no computation.
    responsible_id = models.UUIDField(null=True, editable=False)
    is_held = models.BooleanField(default=True, editable=False)
    # Written by the action that records a contact, in its transaction, and by nobody else; when
    # the next one is due also where another interval is agreed.
    last_contact_at = models.DateTimeField(null=True, editable=False)
    last_attempt_at = models.DateTimeField(null=True, editable=False)
    usual_days = models.DecimalField(max_digits=6, decimal_places=2, null=True, editable=False)
    next_due_at = models.DateTimeField(null=True, editable=False)
    recorded_at = models.DateTimeField()
    brought_over_by = models.UUIDField(null=True)
    brought_over_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("state", State),
            pair("closed"),
            models.CheckConstraint(
                name="episode_closed_has_a_reason",
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(close_reason="")
                | ~Q(state="closed") & Q(closed_at__isnull=True, close_reason=""),
            ),
            models.CheckConstraint(
                name="episode_suspended_says_as_what",
                condition=Q(state="suspended") & ~Q(suspended_as="")
                | ~Q(state="suspended") & Q(suspended_as=""),
            ),
            models.CheckConstraint(
                name="episode_closes_after_it_opens",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("accepted_at")),
            ),
            models.CheckConstraint(
                name="episode_other_model_has_a_reason",
                condition=Q(practice_model="") | ~Q(practice_model_reason=""),
            ),
            models.CheckConstraint(
                name="episode_target_has_a_reason",
                condition=Q(target_days__isnull=True) | Q(target_days__gt=0) & ~Q(target_reason=""),
            ),
            models.UniqueConstraint(
                "person", "team", name="episode_one_open_in_a_team", condition=~Q(state="closed")
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-accepted_at"], name="episode_person"),
            models.Index(
                fields=["responsible_id", "next_due_at"],
                name="episode_responsible_due",
                condition=~Q(state="closed"),
            ),
            # In the order of the list: whoever was never met comes first, and eight are read.
            models.Index(
                F("team"),
                F("next_due_at").asc(nulls_first=True),
                name="episode_team_due",
                condition=~Q(state="closed"),
            ),
            models.Index(
                fields=["team"],
                name="episode_team_held",
                condition=~Q(state="closed") & Q(is_held=True),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state != State.CLOSED

    @property
    def state_words(self) -> str:
        """In hospital rather than Suspended: the word that says what it is."""
        return state_words(self.state, self.suspended_as)


class StateChange(Record):
    """How an episode came to its state: when it happened, and when it was written down."""

    row_security = PLAIN_FACTS
    app_may = "select insert"

    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="state_changes", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State)
    suspended_as = models.CharField(max_length=14, blank=True, default="")
    why = models.CharField(max_length=1000, blank=True, default="")
    # The contact that brought it about: where that is void, so is what it changed.
    contact_id = models.UUIDField(null=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["episode", "happened_at"], name="statechange_episode")]


class ResponsibilityReason(models.TextChoices):
    """Why responsibility came to this worker."""

    ACCEPTED = "accepted", _("Held from acceptance")
    ALLOCATED = "allocated", _("Accepted by the worker")
    HANDED_OVER = "handed_over", _("Handed over")
    POSITION_ENDED = "position_ended", _("The worker's position ended")
    ABSENCE = "absence", _("Sudden absence")
    MOVED = "moved", _("The caseload was moved")
    BROUGHT_OVER = "brought_over", _("Brought over from another system")


class Responsibility(Record):
    """Who is responsible from, until. Rows of one episode touch without gap and never overlap."""

    row_security = PLAIN_FACTS

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="ledger")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    is_holding = models.BooleanField()
    reason = models.CharField(max_length=16, choices=ResponsibilityReason)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    told_at = models.DateTimeField(null=True)
    told_by = models.UUIDField(null=True)
    introduced_at = models.DateTimeField(null=True)
    introduced_by = models.UUIDField(null=True)
    # What was brought over from another system is hers when she has said so.
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)

    class Meta:
        verbose_name_plural = "responsibilities"
        constraints = [
            one_of("reason", ResponsibilityReason),
            pair("told"),
            pair("introduced"),
            pair("confirmed"),
            models.CheckConstraint(
                name="responsibility_ends_after_it_starts",
                condition=Q(until_at__isnull=True) | Q(until_at__gt=F("from_at")),
            ),
            ExclusionConstraint(
                name="responsibility_one_at_a_time",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    (
                        Func(
                            F("from_at"),
                            F("until_at"),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [
            models.Index(
                fields=["worker"],
                name="responsibility_worker_now",
                condition=Q(until_at__isnull=True),
            ),
            # The constraint's index serves ranges; who is responsible now is asked on each page.
            models.Index(
                fields=["episode"],
                name="responsibility_now",
                condition=Q(until_at__isnull=True),
            ),
        ]


class HandOverState(models.TextChoices):
    """A hand-over has two sides: responsibility moves only when the second accepts."""

    PROPOSED = "proposed", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Taken back")


class HandOver(Versioned):
    """The offer of one episode to one worker, with the brief that was written for her."""

    row_security = WORDS_OF_A_PERSON

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="hand_overs")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    from_worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    to_worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=14, choices=HandOverState, default=HandOverState.PROPOSED)
    label = models.CharField(max_length=12, default="normal")
    why = models.CharField(max_length=500)
    over_cap_reason = models.CharField(max_length=500, blank=True, default="")
    brief = models.JSONField(default=list)
    words = models.TextField(blank=True, default="")
    meeting_on = models.DateField(null=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answer_words = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            one_of("state", HandOverState),
            pair("answered"),
            models.UniqueConstraint(
                "episode", name="handover_one_open", condition=Q(state="proposed")
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_worker"], name="handover_to_answer", condition=Q(state="proposed")
            )
        ]


class Cover(Versioned):
    """One worker answers for another's people for a time. Responsibility itself does not move."""

    row_security = COVERING

    absent = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    covering = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+", db_index=False)
    # For the people of these teams only; nothing here: for all of them. Covers that overlap are
    # for different teams, which the database keeps (`episodes_cover_once`).
    teams = ArrayField(models.UUIDField(), null=True)
    why = models.CharField(max_length=120, blank=True, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    arranged_at = models.DateTimeField()
    arranged_by = models.UUIDField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            pair("cancelled"),
            models.CheckConstraint(name="cover_by_another", condition=~Q(absent=F("covering"))),
            models.CheckConstraint(
                name="cover_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]
        indexes = [models.Index(fields=["covering", "ends_at"], name="cover_covering")]

    def is_for(self, episode: Episode | Listed) -> bool:
        """Whether this person is one of those whom this cover is for."""
        is_theirs = episode.responsible_id == self.absent_id
        return is_theirs and (self.teams is None or episode.team_id in self.teams)


class CoverNote(Versioned):
    """What whoever covers must know about one person, in one or two lines."""

    row_security = WORDS_OF_A_PERSON
    app_may = "select insert update delete"

    cover = models.ForeignKey(Cover, on_delete=models.PROTECT, related_name="notes", db_index=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=12, default="normal")
    words = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint("cover", "episode", name="covernote_once")]


class ChangeOutcome(models.TextChoices):
    """What came of a person's wish for another worker."""

    OPEN = "open", _("Not answered yet")
    CHANGED = "changed", _("Another worker took over")
    STAYED = "stayed", _("Stayed, after talking about it")
    WITHDRAWN = "withdrawn", _("Changed my mind")


class ChangeRequest(Versioned):
    """The person asks for another worker, in her own words."""

    row_security = OF_A_PERSON

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="change_requests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    wishes = models.CharField(max_length=300, blank=True, default="")
    asked_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    outcome = models.CharField(max_length=10, choices=ChangeOutcome, default=ChangeOutcome.OPEN)
    outcome_words = models.CharField(max_length=500, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            one_of("outcome", ChangeOutcome),
            pair("answered"),
            models.UniqueConstraint(
                "episode", name="changerequest_one_open", condition=Q(outcome="open")
            ),
        ]
