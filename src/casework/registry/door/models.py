"""Who may open whose record: one table, written by the database's own triggers only."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.base.core.models import Record, RowSecurity, one_of


class GranteeKind(models.TextChoices):
    """A row names one worker, or everybody who works in one team."""

    WORKER = "worker", _("Worker")
    TEAM = "team", _("Team")


class Reason(models.TextChoices):
    """Why a record is open. The words answer "Why can I see this?"."""

    CREATED = "created", _("You registered this person")
    REFERRAL = "referral", _("You decide on their referral")
    CARE_TEAM = "care_team", _("You are responsible for them")
    TEAM = "team", _("Your team works with them")
    COVER = "cover", _("You cover for their worker")
    LAST_DAY = "last_day", _("You met them on the last day: to write it down")
    LAST_TEAM = "last_team", _("Your team worked with them before: reading only")


class Opens(models.TextChoices):
    """How far a row opens the record."""

    RECORD = "record", _("The record")
    READ = "read", _("The record, reading only")
    REFERRAL = "referral", _("The referral and who the person is")


class Access(Record):
    """`grantee` may open the record of `person_id` from, until, because. No end means for now."""

    row_security = RowSecurity(own="grantee_id")
    app_may = "select"

    person_id = models.UUIDField()
    grantee_id = models.UUIDField()
    grantee_kind = models.CharField(max_length=8, choices=GranteeKind)
    reason = models.CharField(max_length=12, choices=Reason)
    opens = models.CharField(max_length=10, choices=Opens)
    source_id = models.UUIDField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    # Rows copied to the other records of a joined person; they are remade, never edited.
    is_derived = models.BooleanField(default=False)

    class Meta:
        constraints = [
            one_of("reason", Reason),
            one_of("opens", Opens),
            models.UniqueConstraint(
                "person_id", "grantee_id", "reason", "source_id", name="door_access_once"
            ),
            models.CheckConstraint(
                name="door_access_ends_after_it_starts",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]
        indexes = [
            models.Index(fields=["grantee_id", "person_id"], name="door_access_grantee"),
            models.Index(fields=["source_id"], name="door_access_source"),
        ]


class Objection(Record):
    """A person bars one worker. It beats team membership."""

    row_security = RowSecurity(own="worker_id")
    app_may = "select"

    person_id = models.UUIDField()
    worker_id = models.UUIDField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # Rows copied to the other records of a joined person, as with access.
    is_derived = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["person_id", "worker_id"],
                name="door_objection_stands",
                condition=Q(ended_at__isnull=True),
            )
        ]


class Joined(Record):
    """Two records of one person: `person_id` is read as part of `canonical_id`."""

    row_security = RowSecurity(subject="canonical_id", minimal=True)
    app_may = "select"

    person_id = models.UUIDField(unique=True)
    canonical_id = models.UUIDField(db_index=True)
