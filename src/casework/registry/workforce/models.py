"""The agency and who works in it: teams, workers, positions, credentials, duty shifts."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    DateRangeField,
    DateTimeRangeField,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from casework.base.core.models import Versioned, one_of, pair

from .permissions import Role


class TeamKind(models.TextChoices):
    """The three levels of the tree."""

    AGENCY = "agency", _("Agency")
    PROGRAMME = "programme", _("Programme")
    TEAM = "team", _("Team")


class Place(models.TextChoices):
    """Where the agency works: decides words, identifiers and telephone region."""

    US = "us", _("United States")
    ENGLAND = "england", _("England")


class Agency(Versioned):
    """What the agency decides, in one row."""

    name = models.CharField(max_length=120)
    place = models.CharField(max_length=16, choices=Place, default=Place.US)
    time_zone = models.CharField(max_length=64, default="America/New_York")
    working_weekdays = ArrayField(models.SmallIntegerField(), default=list)
    holidays = ArrayField(models.DateField(), default=list, blank=True)
    # What each of them is called, by its day: 2026-12-25 → Christmas.
    holiday_names = models.JSONField(default=dict, blank=True)
    phone = models.CharField(max_length=40, blank=True, default="")
    crisis_line = models.CharField(max_length=80, blank=True, default="")
    person_word = models.CharField(max_length=40, default="person")
    people_word = models.CharField(max_length=40, default="people")
    worker_word = models.CharField(max_length=40, default="case manager")
    is_the_one = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(name="agency_is_one", condition=Q(is_the_one=True))]

    def __str__(self) -> str:
        return self.name


class Team(Versioned):
    """A node of the tree: the agency, a programme in it, a team in that."""

    parent = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="children", db_index=False
    )
    kind = models.CharField(max_length=16, choices=TeamKind)
    name = models.CharField(max_length=120)
    practice_model = models.CharField(max_length=40, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("kind", TeamKind),
            models.CheckConstraint(
                name="team_root_is_agency",
                condition=Q(parent__isnull=True, kind="agency")
                | Q(parent__isnull=False) & ~Q(kind="agency"),
            ),
            models.UniqueConstraint("kind", name="team_one_root", condition=Q(kind="agency")),
            models.UniqueConstraint("parent", "name", name="team_name_once_under_parent"),
            models.CheckConstraint(
                name="team_of_people_has_a_model",
                condition=~Q(kind="team") | ~Q(practice_model=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Worker(Versioned):
    """Somebody who works here. An account is optional: a vacancy's name may come before it."""

    account = models.OneToOneField(
        "accounts.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )
    given = models.CharField(max_length=80)
    family = models.CharField(max_length=80)
    sort_key = models.CharField(max_length=170)
    title = models.CharField(max_length=80, blank=True, default="")
    mail = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    started_on = models.DateField(null=True)
    left_on = models.DateField(null=True)

    class Meta:
        ordering = ("sort_key",)
        indexes = [models.Index(fields=["sort_key"], name="worker_sort_key")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()

    @property
    def initials(self) -> str:
        return (self.given[:1] + self.family[:1]).upper()


class Positions(models.QuerySet["Position"]):
    """Positions by day. `on` is a day of the agency."""

    def standing_on(self, on: date) -> Self:
        """Filled or vacant, between their first and their last day."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=on), from_on__lte=on)

    def held_on(self, on: date) -> Self:
        """By somebody who works here on that day."""
        return self.standing_on(on).filter(
            Q(worker__left_on__isnull=True) | Q(worker__left_on__gte=on), worker__isnull=False
        )

    def open_from(self, on: date) -> Self:
        """Standing on that day or coming later."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=on))


class Position(Versioned):
    """One chair in one team, with its full-time share. Without a worker it is vacant."""

    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="positions", db_index=False
    )
    worker = models.ForeignKey(
        Worker, null=True, on_delete=models.PROTECT, related_name="positions", db_index=False
    )
    role = models.CharField(max_length=24, choices=Role)
    full_time_share = models.DecimalField(max_digits=4, decimal_places=2, default=1)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")

    objects = Positions.as_manager()

    class Meta:
        constraints = [
            one_of("role", Role),
            models.CheckConstraint(
                name="position_share_is_a_share",
                condition=Q(full_time_share__gt=0) & Q(full_time_share__lte=1),
            ),
            models.CheckConstraint(
                name="position_ends_after_it_starts",
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
            ),
            ExclusionConstraint(
                name="position_worker_once_in_a_role",
                expressions=[
                    ("worker", RangeOperators.EQUAL),
                    ("team", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Func(
                            F("from_on"),
                            F("to_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["worker", "from_on"], name="position_worker"),
            models.Index(fields=["team", "role"], name="position_team"),
        ]


class CredentialState(models.TextChoices):
    """What is known about a credential."""

    CLAIMED = "claimed", _("Told by the worker")
    SEEN = "seen", _("Document seen")
    VERIFIED = "verified", _("Verified with the issuer")


class Credential(Versioned):
    """A qualification, registration, check or training, with its expiry."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=80)
    number = models.CharField(max_length=60, blank=True, default="")
    issuer = models.CharField(max_length=120, blank=True, default="")
    issued_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    state = models.CharField(
        max_length=12, choices=CredentialState, default=CredentialState.CLAIMED
    )
    # Who saw the document or asked the issuer, and when.
    checked_at = models.DateTimeField(null=True)
    checked_by = models.UUIDField(null=True)
    hours_required = models.PositiveSmallIntegerField(null=True)
    hours_done = models.PositiveSmallIntegerField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            one_of("state", CredentialState),
            pair("checked"),
            models.CheckConstraint(
                name="credential_claimed_is_unchecked",
                condition=Q(state="claimed", checked_at__isnull=True)
                | ~Q(state="claimed") & Q(checked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="credential_expires_after_issue",
                condition=Q(issued_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gte=F("issued_on")),
            ),
            models.CheckConstraint(
                name="credential_withdrawn_says_why",
                condition=Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["expires_on"], name="credential_expiry")]


class DutyShift(Versioned):
    """A rostered turn on duty for a team. Rights of duty come from this, not from a role."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            pair("cancelled"),
            models.CheckConstraint(
                name="duty_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            ExclusionConstraint(
                name="duty_worker_one_shift_at_a_time",
                expressions=[
                    ("worker", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_at"),
                            F("ends_at"),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("team", RangeOperators.EQUAL),
                ],
                condition=Q(cancelled_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["team", "starts_at"], name="duty_team_start")]
