"""Why something could not be read: a code and a plain sentence each, so screens can translate.

Here they are English: this package knows no Django. `exchange/wording.py` says them on a page.
"""

from __future__ import annotations

from typing import NamedTuple


def gettext_noop(text: str) -> str:
    """Mark a sentence for the catalogue of translations."""
    return text


REFUSALS: dict[str, str] = {
    "missing": gettext_noop("{name}: there is no such file."),
    "empty": gettext_noop("The file is empty."),
    "too_big": gettext_noop(
        "The file is larger than {limit} MB. Split it, or save only the sheets you need."
    ),
    "old_excel": gettext_noop(
        "This is an old Excel file (.xls) or one with a password. "
        "Open it and save it as .xlsx without a password."
    ),
    "not_a_sheet": gettext_noop(
        "This is {what}, not a spreadsheet. Save it as .xlsx or .csv and try again."
    ),
    "binary": gettext_noop(
        "This is not text and not a spreadsheet. Save it as .xlsx or .csv and try again."
    ),
    "nul": gettext_noop(
        "The file contains NUL bytes (first in line {line}), so it is damaged or not text. "
        "Save it again as .csv or .xlsx."
    ),
    "damaged": gettext_noop(
        "The spreadsheet is damaged and cannot be opened ({what}). Save it again as .xlsx."
    ),
    "unsafe_archive": gettext_noop(
        "The spreadsheet was refused because its packing is unsafe: {what}."
    ),
    "unsafe_xml": gettext_noop("The spreadsheet was refused because it contains {what}."),
    "too_many_rows": gettext_noop("Sheet {sheet} has more than {limit} rows. Split the file."),
    "too_many_columns": gettext_noop("Sheet {sheet} uses more than {limit} columns, in row {row}."),
    "too_many_cells": gettext_noop("The file has more than {limit} filled cells. Split it."),
    "cell_too_long": gettext_noop(
        "Sheet {sheet}, row {row}: one cell holds more than {limit} characters."
    ),
    "open_quote": gettext_noop(
        "Row {row}: a quotation mark is opened and never closed, so the rest of the file "
        "would become one cell. Correct that row."
    ),
    "encoding": gettext_noop(
        "The letters of the file are written in a way that could not be recognised "
        "(first in line {line}). Save it as CSV UTF-8."
    ),
    "no_sheets": gettext_noop("The spreadsheet has no sheet with anything in it."),
    "no_table": gettext_noop(
        "No table was found: no row looks like column headings "
        "(for example a name and a date of birth). Add a row of headings."
    ),
    "mapping": gettext_noop("The saved mapping cannot be used: {what}."),
}

REASONS: dict[str, str] = {
    "broken": gettext_noop(
        "the spreadsheet itself shows an error or a formula without a result here ({value})"
    ),
    "garbled": gettext_noop("some letters were lost before this file was made"),
    "control": gettext_noop("contains characters that are not text"),
    # dates
    "date_year": gettext_noop("only the year is known"),
    "date_month": gettext_noop("only the month and year are known"),
    "date_year_or_month": gettext_noop("could be a day or only a month and year"),
    "date_order": gettext_noop(
        "day and month could be the other way round, and nothing in the file decides it"
    ),
    "date_against_column": gettext_noop(
        "day and month are the other way round than in the rest of the column"
    ),
    "date_swapped": gettext_noop(
        "the spreadsheet may have swapped day and month when it was typed"
    ),
    "date_impossible": gettext_noop("there is no such day"),
    "date_not": gettext_noop("not a date"),
    "date_century": gettext_noop("the century is not clear"),
    "date_future": gettext_noop("lies in the future"),
    "date_past": gettext_noop("lies too far in the past"),
    "date_number": gettext_noop("a number that is not a date"),
    "date_serial": gettext_noop("a bare number, read as the spreadsheet's count of days"),
    "date_two": gettext_noop("more than one date, or a period"),
    "date_doubtful": gettext_noop("is marked as not certain"),
    "date_unknown": gettext_noop("is written as not known"),
    "date_no_year": gettext_noop("the year is missing"),
    "date_turned": gettext_noop("lies before {other}"),
    "date_before_birth": gettext_noop("lies before the date of birth in the same row"),
    # names
    "name_one_word": gettext_noop("only one word: it could be the family name or the given name"),
    "name_split": gettext_noop("where the family name begins is not clear"),
    "name_order": gettext_noop("which part is the family name is not clear"),
    "name_two_people": gettext_noop("names more than one person"),
    "name_not": gettext_noop("not a name"),
    "name_doubtful": gettext_noop("is marked as not certain"),
    "name_case": gettext_noop(
        "written in capitals: which letters are really capitals is not known"
    ),
    "name_missing": gettext_noop("there is no name in this row"),
    # identifiers
    "identifier_check": gettext_noop("the check digit is wrong, so at least one digit is mistyped"),
    "identifier_length": gettext_noop("has {digits} digits; {system} has {expected}"),
    "identifier_form": gettext_noop("does not have the form of {system}"),
    "identifier_zero": gettext_noop(
        "stored as a number with {digits} digits where the column has {expected}: "
        "zeros at the front may be lost"
    ),
    "identifier_rounded": gettext_noop("stored as a large number, so its last digits may be lost"),
    "identifier_birth": gettext_noop("gives another date of birth than the row"),
    # amounts
    "duration_not": gettext_noop("not a length of time"),
    "duration_range": gettext_noop("a range, not one length"),
    "duration_unit": gettext_noop("could be hours or minutes"),
    "duration_long": gettext_noop("longer than a day"),
    "duration_clock": gettext_noop("could be a time of day"),
    "score_not": gettext_noop("not a score"),
    "score_range": gettext_noop("outside the range of {instrument}, which is {low} to {high}"),
    "score_other": gettext_noop("names another questionnaire than its column"),
    "score_date": gettext_noop("the score can be read, its date cannot"),
    "number_not": gettext_noop("not a number"),
    # words
    "status_unclear": gettext_noop("whether open, closed or waiting is not clear"),
    "status_conflict": gettext_noop("the row says both {one} and {other}"),
    "status_struck": gettext_noop(
        "the name is struck through, and nothing else says open, closed or waiting"
    ),
    "status_nothing": gettext_noop(
        "nothing in the row, the sheet or its sections says open, closed or waiting"
    ),
    "word_unknown": gettext_noop("this word or code is not known here"),
    "word_several": gettext_noop("could mean more than one thing"),
    "worker_two": gettext_noop("names more than one worker"),
    "worker_several": gettext_noop("could be {names}"),
    "worker_doubtful": gettext_noop("is marked as not certain"),
    # columns and rows
    "column_part": gettext_noop("its heading was only understood in part; it was read as {field}"),
    "column_unused": gettext_noop("this column of dates has not been used; say what its dates are"),
    "row_shifted": gettext_noop(
        "has {found} values for {expected} columns, so values may have shifted"
    ),
    "row_no_person": gettext_noop("a line without a name, date of birth or number of a person"),
    "row_one_cell": gettext_noop("a line with only this in it: it could be a person or a heading"),
}


class Why(NamedTuple):
    """One reason: a code that a screen can translate, and what to put into its sentence."""

    code: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return REASONS[self.code].format(**dict(self.values))


def why(code: str, **values: object) -> Why:
    """A reason by its code."""
    return Why(code, tuple(values.items()))
