"""Referrals in: who asks for whom, who owns the next step, by when, and what was decided."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.base.core.models import Record, RowSecurity, Versioned, one_of, pair
from casework.registry.people.models import Person, YesNo
from casework.registry.workforce.models import Team, Worker

OF_A_REFERRAL = RowSecurity(subject="person_id", minimal=True)


class Source(models.TextChoices):
    """Where a referral comes from."""

    SELF = "self", _("The person")
    CARER = "carer", _("Family or friend")
    PRIMARY_CARE = "primary_care", _("Primary care")
    EMERGENCY = "emergency", _("Emergency department")
    WARD = "ward", _("Hospital ward")
    CRISIS_TEAM = "crisis_team", _("Crisis team")
    POLICE_COURT = "police_court", _("Police or court")
    PROBATION = "probation", _("Probation or prison")
    SOCIAL_CARE = "social_care", _("Social care")
    HOUSING = "housing", _("Housing")
    SCHOOL = "school", _("School or college")
    VOLUNTARY = "voluntary", _("Voluntary organisation")
    INTERNAL = "internal", _("Another of our teams")
    OTHER = "other", _("Somebody else")


class Method(models.TextChoices):
    """How it arrived."""

    PHONE = "phone", _("Phone")
    LETTER = "letter", _("Letter")
    FORM = "form", _("Form")
    WALK_IN = "walk_in", _("Walked in")
    MESSAGE = "message", _("Secure message")


class Urgency(models.TextChoices):
    """How soon somebody must be reached. The clocks are the agency's."""

    EMERGENCY = "emergency", _("Emergency")
    VERY_URGENT = "very_urgent", _("Very urgent")
    URGENT = "urgent", _("Urgent")
    ROUTINE = "routine", _("Routine")


class ReferralState(models.TextChoices):
    """Where a referral stands. Waiting is a care state: it has check-ins."""

    RECEIVED = "received", _("Received")
    TRIAGE = "triage", _("Being looked at")
    INFO_REQUESTED = "info_requested", _("Waiting for information")
    WAITING = "waiting", _("Waiting for a place")
    ESCALATED = "escalated", _("Waiting, needs looking at now")
    ACCEPTED = "accepted", _("Accepted")
    REDIRECTED = "redirected", _("Passed to another team")
    DECLINED = "declined", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Changed my mind")


ENDED = frozenset(
    {
        ReferralState.ACCEPTED,
        ReferralState.REDIRECTED,
        ReferralState.DECLINED,
        ReferralState.WITHDRAWN,
    }
)


class DeclineReason(models.TextChoices):
    """Why not. Having no place is its own reason: it is never hidden in eligibility."""

    NOT_ELIGIBLE = "not_eligible", _("Does not meet the criteria")
    NO_PLACE = "no_place", _("No place free")
    OUT_OF_AREA = "out_of_area", _("Lives outside our area")
    OTHER_SERVICE = "other_service", _("Another service fits better")
    NOT_REACHED = "not_reached", _("Could not be reached, after every step of the ladder")
    OTHER = "other", _("Another reason")


class Level(models.TextChoices):
    """How much support was recommended and decided. Plain words, no score."""

    ADVICE = "advice", _("Advice only")
    LIGHT = "light", _("Light support")
    STANDARD = "standard", _("Standard")
    INTENSIVE = "intensive", _("Intensive")
    TEAM = "team", _("Assertive team")


class Variance(models.TextChoices):
    """Why the decided level differs from the recommended one."""

    SUPPORTS = "supports", _("Other supports are there")
    SUPERVISED = "supervised", _("Somebody is there day and night elsewhere")
    HOUSING_HELP = "housing_help", _("Other help with housing")
    PERSON_SAYS_NO = "person_says_no", _("The person does not want it")
    PERSON_WANTS_MORE = "person_wants_more", _("The person wants more")
    NO_PLACE = "no_place", _("No place free at that level")


class Referral(Versioned):
    """A request to work with somebody. Always owned, always with a next step and a time for it."""

    row_security = OF_A_REFERRAL

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=14, choices=Source)
    source_name = models.CharField(max_length=160, blank=True, default="")
    source_reach = models.CharField(max_length=160, blank=True, default="")
    method = models.CharField(max_length=10, choices=Method)
    urgency = models.CharField(max_length=12, choices=Urgency, default=Urgency.ROUTINE)
    received_at = models.DateTimeField()
    reason = models.TextField()
    person_words = models.TextField(blank=True, default="")
    person_knows = models.CharField(max_length=10, choices=YesNo, default=YesNo.NOT_ASKED)
    person_agrees = models.CharField(max_length=10, choices=YesNo, default=YesNo.NOT_ASKED)
    without_agreement = models.CharField(max_length=300, blank=True, default="")
    access_needs = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=16, choices=ReferralState, default=ReferralState.RECEIVED)
    # Who, what, by when: empty only when it has ended.
    owner = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    next_step = models.CharField(max_length=160, blank=True, default="")
    due_at = models.DateTimeField(null=True)
    rule_set = models.CharField(max_length=60, blank=True, default="")
    level_recommended = models.CharField(max_length=10, choices=Level, blank=True, default="")
    level_decided = models.CharField(max_length=10, choices=Level, blank=True, default="")
    variance = models.CharField(max_length=20, choices=Variance, blank=True, default="")
    waiting_since_at = models.DateTimeField(null=True)
    check_in_every_days = models.PositiveSmallIntegerField(null=True)
    # Written by the action that records a contact on this referral.
    last_check_in_at = models.DateTimeField(null=True, editable=False)
    # Counted by the database whenever `last_check_in_at` moves; the next one is due from there.
    check_ins = models.PositiveSmallIntegerField(default=0, editable=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decline_reason = models.CharField(max_length=14, choices=DeclineReason, blank=True, default="")
    decision_words = models.TextField(blank=True, default="")
    alternative = models.TextField(blank=True, default="")
    appeal_told = models.BooleanField(default=False)
    letter_made_at = models.DateTimeField(null=True)
    letter_made_by = models.UUIDField(null=True)
    episode_id = models.UUIDField(null=True)
    redirected_to = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="redirected_from"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    brought_over_by = models.UUIDField(null=True)
    source_cell = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [
            one_of("state", ReferralState),
            one_of("urgency", Urgency),
            one_of("source", Source),
            pair("decided"),
            pair("letter_made"),
            models.CheckConstraint(
                name="referral_open_has_owner_step_and_time",
                condition=Q(state__in=sorted(one.value for one in ENDED))
                | Q(owner__isnull=False, due_at__isnull=False) & ~Q(next_step=""),
            ),
            models.UniqueConstraint(
                "person",
                "team",
                name="referral_one_open_in_a_team",
                condition=~Q(state__in=sorted(one.value for one in ENDED)),
            ),
            models.CheckConstraint(
                name="referral_declined_has_reason_and_alternative",
                condition=~Q(state="declined") | ~Q(decline_reason="") & ~Q(alternative=""),
            ),
            models.CheckConstraint(
                name="referral_accepted_has_an_episode",
                condition=~Q(state="accepted") | Q(episode_id__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_waiting_has_check_ins",
                condition=~Q(state__in=["waiting", "escalated"])
                | Q(waiting_since_at__isnull=False, check_in_every_days__gte=1),
            ),
            models.CheckConstraint(
                name="referral_other_level_has_a_reason",
                condition=Q(level_decided="")
                | Q(level_recommended="")
                | Q(level_decided=F("level_recommended"))
                | ~Q(variance=""),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-received_at"], name="referral_person"),
            models.Index(
                fields=["team", "due_at"],
                name="referral_team_open",
                condition=~Q(state__in=sorted(one.value for one in ENDED)),
            ),
            models.Index(
                fields=["owner", "due_at"],
                name="referral_owner_open",
                condition=~Q(state__in=sorted(one.value for one in ENDED)),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED


class ReferralStep(Record):
    """One move of a referral: from where to where, by whom, when it happened and was written."""

    row_security = OF_A_REFERRAL
    app_may = "select insert"

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="steps", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=ReferralState)
    owner = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    next_step = models.CharField(max_length=160, blank=True, default="")
    due_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=1000, blank=True, default="")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["referral", "happened_at"], name="referralstep_referral")]


class Met(models.TextChoices):
    """Whether a criterion is met. Unknown is an answer."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known yet")


class CriterionAnswer(Versioned):
    """One line of the worksheet: a criterion of the rule set, and what shows that it is met."""

    row_security = OF_A_REFERRAL

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=60)
    met = models.CharField(max_length=8, choices=Met, default=Met.UNKNOWN)
    evidence = models.CharField(max_length=500, blank=True, default="")
    answered_at = models.DateTimeField()
    answered_by = models.UUIDField()

    class Meta:
        constraints = [
            one_of("met", Met),
            models.UniqueConstraint("referral", "criterion", name="criterionanswer_once"),
        ]


class ReachPlan(Versioned):
    """If we can't reach you: whom to try, where to look, what never to do. Asked first of all."""

    row_security = OF_A_REFERRAL

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    whom_to_try = models.TextField(blank=True, default="")
    where_to_look = models.TextField(blank=True, default="")
    what_not_to_do = models.TextField(blank=True, default="")
    did_not_want_to_say = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
