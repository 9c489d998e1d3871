"""What is being typed, and what has been sent: kept so that nothing is lost and nothing doubled."""

from __future__ import annotations

from django.db import models

from casework.base.core.models import Record, RowSecurity


class Draft(Record):
    """What one worker has typed into one form about one subject, not yet saved. Hers alone."""

    row_security = RowSecurity(own="actor_id")
    app_may = "select insert update delete"

    actor_id = models.UUIDField()
    form = models.CharField(max_length=80)
    about_id = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    tab = models.CharField(max_length=40, default="")
    fields = models.JSONField(default=dict)
    has_words = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("actor_id", "form", "about_id", name="drafts_one_each")
        ]
        indexes = [models.Index(fields=["saved_at"], name="drafts_saved_at")]


class Receipt(Record):
    """A form that was sent and stored, by the key it was rendered with. The id is that key."""

    row_security = RowSecurity(own="actor_id")
    app_may = "select insert update"

    actor_id = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    result_kind = models.CharField(max_length=60, blank=True, default="")
    result_id = models.UUIDField(null=True)
    stored_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["stored_at"], name="drafts_receipt_stored_at")]
