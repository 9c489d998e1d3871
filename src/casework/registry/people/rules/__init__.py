"""What is true of people, in plain Python: nothing here asks the database or the clock."""

from . import (
    addresses,
    circumstances,
    ecomap,
    identifiers,
    matching,
    names,
    partial_dates,
    phones,
    search,
    tables,
)
from .matching import Known, Likeness, Verdict, compare, duplicates
from .names import NameKeys, display_name, initials, legal_name, name_keys, search_key, sort_key
from .partial_dates import Age, PartialDate, age, age_text
from .phones import PhoneSafety, Safe
from .search import SearchQuery, read_query

__all__ = [
    "Age",
    "Known",
    "Likeness",
    "NameKeys",
    "PartialDate",
    "PhoneSafety",
    "Safe",
    "SearchQuery",
    "Verdict",
    "addresses",
    "age",
    "age_text",
    "circumstances",
    "compare",
    "display_name",
    "duplicates",
    "ecomap",
    "identifiers",
    "initials",
    "legal_name",
    "matching",
    "name_keys",
    "names",
    "partial_dates",
    "phones",
    "read_query",
    "search",
    "search_key",
    "sort_key",
    "tables",
]
