"""The append-only trail. The table is partitioned by month; see the first migration."""

from django.db import models

from casework.base.core.models import Record, RowSecurity


class Event(Record):
    """One thing that happened: who, what, about whom, when. Ids and codes only, never words."""

    row_security = RowSecurity(subject="person_id", nullable=True, insert="open")
    app_may = "select insert"
    app_never_writes = ("at", "hash")

    at = models.DateTimeField(editable=False)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=16, blank=True, default="")
    detail = models.JSONField(default=dict)
    format = models.SmallIntegerField(default=1)
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_event"


class Seal(models.Model):
    """A hash over all events of a stretch of transactions and over the seal before."""

    row_security = None
    app_may = "select"

    number = models.BigIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    from_transaction = models.BigIntegerField()
    to_transaction = models.BigIntegerField()
    rows = models.BigIntegerField()
    rules = models.BinaryField()
    before = models.BinaryField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"seal {self.number}"
