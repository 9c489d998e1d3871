"""The atom: what happened between whom, when and how; and, apart from it, what was written.

`Contact` holds no clinical word. The narrative is a table of its own, with a label, so that
those who count and bill never touch it.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.base.core.models import Record, RowSecurity, Versioned, one_of, pair
from casework.registry.diary.models import Mode, Where
from casework.registry.people.models import Person
from casework.registry.workforce.models import Team, Worker

# Those who decide on a referral see its own check-ins, and those from before it was passed on to
# them; no other contact and no other referral's. `a` is the row of the door that lets them in.
_OF_A_REFERRAL = (
    "referral_id = a.source_id or intake_was_passed_on(referral_id, a.source_id, a.person_id)"
)


class Attendance(models.TextChoices):
    """Whether the person and the worker met. The codes map to England's attendance list."""

    SEEN = "seen", _("Seen")
    SEEN_LATE = "seen_late", _("Seen, late")
    NO_ANSWER = "no_answer", _("Tried, no answer")
    NOT_THERE = "not_there", _("Not there")
    SAID_NO = "said_no", _("Said no today")
    CANCELLED_BY_PERSON = "cancelled_by_person", _("Cancelled by them")
    CANCELLED_BY_US = "cancelled_by_us", _("Cancelled by us")
    WITHOUT_PERSON = "without_person", _("With others, without the person")
    ONE_WAY = "one_way", _("Message sent, no reply")


# Only a real, two-way contact with the person counts as having seen them.
MET = frozenset({Attendance.SEEN, Attendance.SEEN_LATE})
ATTEMPTS = frozenset({Attendance.NO_ANSWER, Attendance.NOT_THERE, Attendance.SAID_NO})


class Function(models.TextChoices):
    """What the contact was for: the five of the field first, the rest of the seventeen behind."""

    ASSESSING = "assessing", _("Assessing")
    PLANNING = "planning", _("Planning")
    LINKING = "linking", _("Linking")
    ADVOCATING = "advocating", _("Advocating")
    MONITORING = "monitoring", _("Monitoring")
    CASE_FINDING = "case_finding", _("Finding people who need us")
    RAPPORT = "rapport", _("Getting to know each other")
    NAVIGATION = "navigation", _("Finding the way through services")
    CARE = "care", _("Giving care")
    PUTTING_IN_PLACE = "putting_in_place", _("Putting the plan in place")
    COORDINATION = "coordination", _("Coordinating")
    EVALUATION = "evaluation", _("Looking at what changed")
    FEEDBACK = "feedback", _("Feedback")
    EDUCATION = "education", _("Explaining, teaching")
    COUNSELLING = "counselling", _("Supportive talking")
    ADMINISTRATION = "administration", _("Paperwork")
    DISCHARGE = "discharge", _("Ending well")


CORE_FUNCTIONS = (
    Function.ASSESSING,
    Function.PLANNING,
    Function.LINKING,
    Function.ADVOCATING,
    Function.MONITORING,
)


class WithWhom(models.TextChoices):
    """Who else was there, or who it was with instead."""

    SUPPORTER = "supporter", _("Family or friend")
    PROFESSIONAL = "professional", _("Professional")
    LANDLORD = "landlord", _("Landlord")
    EMPLOYER = "employer", _("Employer or school")
    COURT = "court", _("Court or police")
    OTHER = "other", _("Somebody else")


class Occasion(models.TextChoices):
    """How it came about."""

    PLANNED = "planned", _("Planned")
    UNPLANNED = "unplanned", _("Unplanned")
    CRISIS = "crisis", _("Crisis")


class Initiator(models.TextChoices):
    """Whose idea it was."""

    US = "us", _("We did")
    PERSON = "person", _("They did")
    SUPPORTER = "supporter", _("A supporter did")
    OTHER = "other", _("Somebody else did")


class Contact(Record):
    """Who, when, how long, how and where. Several workers and people may have been there."""

    row_security = RowSecurity(
        child=("contacts_contactperson", "contact_id"), added_by="recorded_by"
    )
    app_may = "select insert"

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    minutes = models.PositiveIntegerField(null=True)
    is_about = models.BooleanField(default=True)
    travel_minutes = models.PositiveIntegerField(null=True)
    mode = models.CharField(max_length=10, choices=Mode)
    where = models.CharField(max_length=12, choices=Where, blank=True, default="")
    occasion = models.CharField(max_length=10, choices=Occasion, default=Occasion.PLANNED)
    initiator = models.CharField(max_length=10, choices=Initiator, default=Initiator.US)
    team = models.ForeignKey(
        Team, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    appointment_id = models.UUIDField(null=True)
    late_reason = models.CharField(max_length=300, blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    brought_over_by = models.UUIDField(null=True)
    source_cell = models.CharField(max_length=120, blank=True, default="")

    # Each person's part, first one first: set by the action that records a contact.
    entries: list[ContactPerson]

    class Meta:
        constraints = [
            one_of("mode", Mode),
            one_of("occasion", Occasion),
            one_of("initiator", Initiator),
            models.CheckConstraint(
                name="contact_ends_after_it_starts",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            ),
            models.CheckConstraint(
                name="contact_not_recorded_before_it_happened",
                condition=Q(recorded_at__gte=F("started_at")),
            ),
        ]
        indexes = [models.Index(fields=["team", "-started_at"], name="contact_team_at")]


class ContactWorker(Record):
    """A worker who was there."""

    row_security = RowSecurity(parent=("contact_id", "contacts_contact"))
    app_may = "select insert"

    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="workers", db_index=False
    )
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("contact", "worker", name="contactworker_once")]
        indexes = [models.Index(fields=["worker", "-started_at"], name="contactworker_at")]


class ContactPerson(Record):
    """One person's part in a contact: attendance, what it was for, minutes. No narrative."""

    row_security = RowSecurity(subject="person_id", minimal_when=_OF_A_REFERRAL)

    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="people", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    episode_id = models.UUIDField(null=True)
    referral_id = models.UUIDField(null=True)
    # The contact's time again: the timeline reads one index and no join.
    started_at = models.DateTimeField()
    attendance = models.CharField(max_length=20, choices=Attendance)
    is_contact = models.BooleanField()
    with_whom = ArrayField(models.CharField(max_length=14), default=list, blank=True)
    functions = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    minutes = models.PositiveIntegerField(null=True)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.UUIDField(null=True)
    why_voided = models.CharField(max_length=300, blank=True, default="")
    # Where the entry went when it stood in the wrong record, and where it came from.
    moved_to_id = models.UUIDField(null=True)
    moved_from_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            one_of("attendance", Attendance),
            pair("voided"),
            models.UniqueConstraint("contact", "person", name="contactperson_once"),
            models.CheckConstraint(
                name="contactperson_of_an_episode_or_a_referral",
                condition=Q(episode_id__isnull=False) | Q(referral_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-started_at", "-id"], name="contactperson_timeline"),
            models.Index(
                fields=["episode_id", "-started_at"],
                name="contactperson_episode_seen",
                condition=Q(is_contact=True, voided_at__isnull=True),
            ),
            models.Index(
                fields=["referral_id", "-started_at"],
                name="contactperson_referral",
                condition=Q(referral_id__isnull=False),
            ),
        ]


class NoteState(models.TextChoices):
    """Saved notes are read by team and duty at once, and say that they are not signed yet."""

    SAVED = "saved", _("Saved, not signed yet")
    SIGNED = "signed", _("Signed")
    BROUGHT_OVER = "brought_over", _("Brought over")


class ContactNote(Versioned):
    """What was written about one person in one contact. Signed, it stands as it is."""

    row_security = RowSecurity(subject="person_id", label="label", minimal_when=_OF_A_REFERRAL)

    contact_person = models.OneToOneField(
        ContactPerson, on_delete=models.PROTECT, related_name="note"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    referral_id = models.UUIDField(null=True)
    label = models.CharField(max_length=12, default="normal")
    text = models.TextField(blank=True, default="")
    state = models.CharField(max_length=14, choices=NoteState, default=NoteState.SAVED)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            one_of("state", NoteState),
            pair("signed"),
            models.CheckConstraint(
                name="contactnote_signed_says_when",
                condition=Q(state="signed", signed_at__isnull=False)
                | ~Q(state="signed") & Q(signed_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="contactnote_person"),
            models.Index(
                fields=["written_by", "written_at"],
                name="contactnote_to_sign",
                condition=Q(state="saved"),
            ),
        ]


class Addendum(Record):
    """What was added to a signed note afterwards, signed by whoever added it."""

    row_security = RowSecurity(subject="person_id", label="label", minimal_when=_OF_A_REFERRAL)
    app_may = "select insert"

    note = models.ForeignKey(ContactNote, on_delete=models.PROTECT, related_name="addenda")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    referral_id = models.UUIDField(null=True)
    label = models.CharField(max_length=12, default="normal")
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField()

    class Meta:
        verbose_name_plural = "addenda"


class Promise(Versioned):
    """What the worker promised, in one line; shown before the next visit until it is kept."""

    row_security = RowSecurity(subject="person_id", label="label")

    contact_person = models.ForeignKey(
        ContactPerson, on_delete=models.PROTECT, related_name="promises"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    episode_id = models.UUIDField(null=True)
    label = models.CharField(max_length=12, default="normal")
    words = models.CharField(max_length=200)
    promised_at = models.DateTimeField()
    promised_by = models.UUIDField()
    by_on = models.DateField(null=True)
    kept_at = models.DateTimeField(null=True)
    kept_by = models.UUIDField(null=True)
    dropped_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [pair("kept")]
        indexes = [
            models.Index(
                fields=["person", "-promised_at"],
                name="promise_open",
                condition=Q(kept_at__isnull=True, dropped_why=""),
            )
        ]
