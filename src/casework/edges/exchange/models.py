"""What was brought over from an agency's own files: which file, which rows, what became of them.

The command line writes here as the role that owns the tables; the web writes as the leader who
pressed, under row security like everything else she does (ADR 0020).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.base.core.models import Record, RowSecurity, one_of, pair
from casework.registry.people.models import Person
from casework.registry.workforce.models import Team


class Kind(models.TextChoices):
    """What the rows of a file are."""

    PEOPLE = "people", _("People")
    CONTACTS = "contacts", _("Contacts")
    REFERRALS = "referrals", _("Referrals to others")


class ImportState(models.TextChoices):
    """An import stands until it is taken back."""

    DONE = "done", _("Brought over")
    UNDONE = "undone", _("Taken back")


class RowState(models.TextChoices):
    """What became of one row of a file."""

    CREATED = "created", _("Brought over")
    SAME = "same", _("Was here already")
    OFFERED_DUPLICATE = "offered_duplicate", _("Looks like somebody known: not brought over")
    TEXT_ONLY = "text_only", _("Kept as quoted text")
    LEFT_OUT = "left_out", _("Not brought over")
    UNDONE = "undone", _("Taken back")
    KEPT = "kept", _("Kept, because somebody worked with it since")


class Import(Record):
    """One file that was brought over for one team, and how it was understood."""

    row_security = RowSecurity(written_for="team_id")

    kind = models.CharField(max_length=10, choices=Kind)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    by = models.UUIDField()
    counts = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    # Ids are ordered by time: what has a greater one came after this import.
    last_id = models.UUIDField(null=True)
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.DONE)
    # The piece of long work that takes it back, where the web asked for that.
    undo_id = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            one_of("kind", Kind),
            one_of("state", ImportState),
            pair("undone"),
            models.UniqueConstraint(
                "sha256",
                "kind",
                "team",
                name="import_a_file_once",
                condition=models.Q(state="done"),
            ),
        ]
        indexes = [models.Index(fields=["team", "-at"], name="import_team_at")]


class ImportedRow(Record):
    """One row of a file: where it stood and what was made of it. No word of the row itself."""

    row_security = RowSecurity(subject="person_id", nullable=True, minimal=True)
    app_may = "select insert"

    came_with = models.ForeignKey(
        Import, on_delete=models.PROTECT, related_name="rows", db_index=False
    )
    sheet = models.CharField(max_length=120)
    row = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=RowState)
    why = models.CharField(max_length=300, blank=True, default="")
    fingerprint = models.CharField(max_length=64)
    person_id = models.UUIDField(null=True)
    episode_id = models.UUIDField(null=True)
    referral_id = models.UUIDField(null=True)
    contact_person_id = models.UUIDField(null=True)

    class Meta:
        constraints = [one_of("state", RowState)]
        indexes = [
            models.Index(fields=["came_with", "state"], name="importedrow_import"),
            models.Index(fields=["fingerprint"], name="importedrow_fingerprint"),
            models.Index(fields=["person_id"], name="importedrow_person"),
        ]

    @property
    def cell(self) -> str:
        """Where it stood in the file."""
        return f"{self.sheet}, {self.row}"


class QuotedText(Record):
    """What a row says of a person and no room keeps yet, as it was written."""

    row_security = RowSecurity(subject="person_id", label="label")
    app_may = "select insert"

    row = models.OneToOneField(ImportedRow, on_delete=models.PROTECT, related_name="quoted")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=12, default="normal")
    source = models.JSONField(default=dict)


class UnplacedText(Record):
    """A row that belongs to nobody's record here, for the team that the file is of to settle."""

    row_security = RowSecurity(own="grantee_id", label="label")
    app_may = "select insert"

    row = models.OneToOneField(ImportedRow, on_delete=models.PROTECT, related_name="unplaced")
    # The team: whoever works in it may read the row.
    grantee_id = models.UUIDField()
    label = models.CharField(max_length=12, default="normal")
    source = models.JSONField(default=dict)


class SavedMapping(Record):
    """What the columns of a file mean, as a person set it: used again for the same headings."""

    kind = models.CharField(max_length=10, choices=Kind)
    signature = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    mapping = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.UUIDField()

    class Meta:
        constraints = [
            one_of("kind", Kind),
            models.UniqueConstraint("kind", "signature", name="savedmapping_once"),
        ]


class UploadState(models.TextChoices):
    """How far an uploaded file has come."""

    READING = "reading", _("Is being read")
    TO_MAP = "to_map", _("Say what the columns are")
    READ = "read", _("Read")
    TRIED = "tried", _("Tried out: nothing is stored yet")
    REFUSED = "refused", _("Could not be read: nothing was kept")
    DONE = "done", _("Brought over")


class Upload(Record):
    """A file that a leader has sent and not yet brought over. Hers alone, and gone in a week."""

    row_security = RowSecurity(own="uploaded_by")
    app_may = "select insert update delete"

    kind = models.CharField(max_length=10, choices=Kind)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=UploadState, default=UploadState.READING)
    refusal = models.CharField(max_length=500, blank=True, default="")
    # What a person says the columns mean; without it the file's own words decide.
    mapping = models.JSONField(null=True)
    # Rows, as "Sheet!12", of people who look like somebody known and are somebody else.
    separate = models.JSONField(default=list)
    # The piece of long work that was put last for this file.
    progress_id = models.UUIDField(null=True)
    is_running = models.BooleanField(default=False)
    came_as = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+", null=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.UUIDField()

    class Meta:
        constraints = [one_of("kind", Kind), one_of("state", UploadState)]
        indexes = [models.Index(fields=["uploaded_by", "-uploaded_at"], name="upload_mine")]


class Part(models.TextChoices):
    """What is kept of an upload while it waits."""

    FILE = "file"
    READING = "reading"
    TRIAL = "trial"


class UploadPart(Record):
    """The file itself, what was read from it, what would become of it: sealed, each of its own."""

    row_security = RowSecurity(own="uploaded_by")
    app_may = "select insert update delete"

    upload = models.ForeignKey(
        Upload, on_delete=models.CASCADE, related_name="parts", db_index=False
    )
    part = models.CharField(max_length=8, choices=Part)
    sealed = models.TextField()
    uploaded_by = models.UUIDField()

    class Meta:
        constraints = [
            one_of("part", Part),
            models.UniqueConstraint("upload", "part", name="uploadpart_once"),
        ]
