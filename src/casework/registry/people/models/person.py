from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.base.core.models import Record, RowSecurity, Versioned, one_of, pair

OF_A_PERSON = RowSecurity(subject="person_id", minimal=True)


class YesNo(models.TextChoices):
    """A question that may not have been asked yet. Not asked is an honest answer."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_ASKED = "not_asked", _("Not asked yet")


def age_on(born_on: date | None, day: date) -> int | None:
    """Whole years on `day`; None when the day of birth is not wholly known."""
    if born_on is None:
        return None
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


class Person(Versioned):
    """One human being whom the agency knows. What is shown often is kept here, made from names."""

    row_security = RowSecurity(subject="id", minimal=True)

    number = models.CharField(max_length=20, unique=True)
    shown_name = models.CharField(max_length=200)
    legal_name = models.CharField(max_length=200, blank=True, default="")
    sort_key = models.CharField(max_length=200)
    initials = models.CharField(max_length=8, blank=True, default="")
    # Year, year and month, or the whole day, as an ISO prefix: 1987, 1987-03, 1987-03-03.
    born = models.CharField(max_length=10, blank=True, default="")
    born_on = models.DateField(null=True)
    died_on = models.DateField(null=True)
    pronouns = models.CharField(max_length=40, blank=True, default="")
    gender = models.CharField(max_length=60, blank=True, default="")
    sex_recorded = models.CharField(max_length=20, blank=True, default="")
    first_language = models.CharField(max_length=12, blank=True, default="")
    other_languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    needs_interpreter = models.CharField(max_length=10, choices=YesNo, default=YesNo.NOT_ASKED)
    interpreter_note = models.CharField(max_length=200, blank=True, default="")
    ethnicity = models.CharField(max_length=80, blank=True, default="")
    best_way = models.CharField(max_length=200, blank=True, default="")
    what_to_avoid = models.TextField(blank=True, default="")
    where_to_find = models.TextField(blank=True, default="")
    what_matters = models.TextField(blank=True, default="")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    brought_over_by = models.UUIDField(null=True)
    brought_over_on = models.DateField(null=True)
    registered_at = models.DateTimeField()
    registered_by = models.UUIDField()

    class Meta:
        constraints = [
            one_of("needs_interpreter", YesNo),
            models.CheckConstraint(
                name="person_not_merged_into_itself", condition=~Q(merged_into=F("id"))
            ),
            models.CheckConstraint(
                name="person_born_is_a_prefix",
                condition=Q(born__regex=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"),
            ),
            models.CheckConstraint(
                name="person_died_after_birth",
                condition=Q(died_on__isnull=True)
                | Q(born_on__isnull=True)
                | Q(died_on__gte=F("born_on")),
            ),
        ]
        indexes = [models.Index(fields=["sort_key"], name="person_sort_key")]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def canonical_id(self) -> UUID:
        """The record to read: this one, or the one it was joined to."""
        return self.merged_into_id or self.id

    @property
    def whole(self) -> Person:
        """This record, or the one it was joined to; lists select it along."""
        return self.merged_into or self

    @property
    def has_died(self) -> bool:
        """Written in this record or in the one it was joined to."""
        return self.died_on is not None or self.whole.died_on is not None

    @property
    def is_brought_over(self) -> bool:
        return self.brought_over_by is not None

    def age_on(self, day: date) -> int | None:
        """Whole years on `day`; None when the day of birth is not wholly known."""
        return age_on(self.born_on, day)


class NameKind(models.TextChoices):
    """What a name is used for."""

    LEGAL = "legal", _("Legal name")
    PREFERRED = "preferred", _("Preferred name")
    FORMER = "former", _("Former name")
    ALIAS = "alias", _("Also known as")


class PersonName(Versioned):
    """One of a person's names. A former name finds the person and is not shown without need."""

    row_security = OF_A_PERSON
    app_may = "select insert update delete"

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="names", db_index=False
    )
    kind = models.CharField(max_length=10, choices=NameKind)
    given = models.CharField(max_length=120, blank=True, default="")
    family = models.CharField(max_length=120, blank=True, default="")
    since_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    is_hidden = models.BooleanField(default=False)

    class Meta:
        constraints = [
            one_of("kind", NameKind),
            models.CheckConstraint(
                name="personname_has_something", condition=~Q(given="", family="")
            ),
        ]
        indexes = [models.Index(fields=["person"], name="personname_person")]

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


class SearchName(Record):
    """A name as the search reads it: lower case, accents off. Made from names, never typed."""

    row_security = OF_A_PERSON
    app_may = "select insert update delete"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    given_key = models.CharField(max_length=120)
    family_key = models.CharField(max_length=120)
    full_key = models.CharField(max_length=250)
    born_year = models.SmallIntegerField(null=True)
    born_on = models.CharField(max_length=10, blank=True, default="")
    is_former = models.BooleanField(default=False)

    class Meta:
        db_table = "people_searchname"
        # The column `keys` and the indexes of the search are made in SQL, beside its function.
        indexes = [models.Index(fields=["person"], name="searchname_person")]


class Identifier(Versioned):
    """A number somebody else gave: who issued it says what it is."""

    row_security = OF_A_PERSON

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="identifiers", db_index=False
    )
    kind = models.CharField(max_length=24)
    value = models.CharField(max_length=60)
    normal = models.CharField(max_length=60)
    issuer = models.CharField(max_length=120, blank=True, default="")
    ended_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["normal"], name="identifier_normal"),
            models.Index(fields=["person"], name="identifier_person"),
        ]


class Merge(Record):
    """Two records found to be one person's, and taken apart again when that was wrong."""

    row_security = RowSecurity(subject="into_id", minimal=True)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    # The day of death that came into the main record with this join, and goes with it.
    died_on = models.DateField(null=True)
    merged_at = models.DateTimeField()
    merged_by = models.UUIDField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    why_undone = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            pair("undone"),
            models.UniqueConstraint(
                "person", name="merge_one_standing", condition=Q(undone_at__isnull=True)
            ),
        ]
