"""Why something could not be read: a code and a plain sentence each, so screens can translate."""

from __future__ import annotations

from typing import NamedTuple

REFUSALS: dict[str, str] = {
    "missing": "{name}: there is no such file.",
    "empty": "The file is empty.",
    "too_big": "The file is larger than {limit} MB. Split it, or save only the sheets you need.",
    "old_excel": (
        "This is an old Excel file (.xls) or one with a password. "
        "Open it and save it as .xlsx without a password."
    ),
    "not_a_sheet": "This is {what}, not a spreadsheet. Save it as .xlsx or .csv and try again.",
    "binary": "This is not text and not a spreadsheet. Save it as .xlsx or .csv and try again.",
    "nul": (
        "The file contains NUL bytes (first in line {line}), so it is damaged or not text. "
        "Save it again as .csv or .xlsx."
    ),
    "damaged": "The spreadsheet is damaged and cannot be opened ({what}). Save it again as .xlsx.",
    "unsafe_archive": "The spreadsheet was refused because its packing is unsafe: {what}.",
    "unsafe_xml": "The spreadsheet was refused because it contains {what}.",
    "too_many_rows": "Sheet {sheet} has more than {limit} rows. Split the file.",
    "too_many_columns": "Sheet {sheet} uses more than {limit} columns, in row {row}.",
    "too_many_cells": "The file has more than {limit} filled cells. Split it.",
    "cell_too_long": "Sheet {sheet}, row {row}: one cell holds more than {limit} characters.",
    "open_quote": (
        "Row {row}: a quotation mark is opened and never closed, so the rest of the file "
        "would become one cell. Correct that row."
    ),
    "encoding": (
        "The letters of the file are written in a way that could not be recognised "
        "(first in line {line}). Save it as CSV UTF-8."
    ),
    "no_sheets": "The spreadsheet has no sheet with anything in it.",
    "no_table": (
        "No table was found: no row looks like column headings "
        "(for example a name and a date of birth). Add a row of headings."
    ),
    "mapping": "The saved mapping cannot be used: {what}.",
}

REASONS: dict[str, str] = {
    "broken": "the spreadsheet itself shows an error or a formula without a result here ({value})",
    "garbled": "some letters were lost before this file was made",
    "control": "contains characters that are not text",
    # dates
    "date_year": "only the year is known",
    "date_month": "only the month and year are known",
    "date_year_or_month": "could be a day or only a month and year",
    "date_order": "day and month could be the other way round, and nothing in the file decides it",
    "date_against_column": "day and month are the other way round than in the rest of the column",
    "date_swapped": "the spreadsheet may have swapped day and month when it was typed",
    "date_impossible": "there is no such day",
    "date_not": "not a date",
    "date_century": "the century is not clear",
    "date_future": "lies in the future",
    "date_past": "lies too far in the past",
    "date_number": "a number that is not a date",
    "date_serial": "a bare number, read as the spreadsheet's count of days",
    "date_two": "more than one date, or a period",
    "date_doubtful": "is marked as not certain",
    "date_unknown": "is written as not known",
    "date_no_year": "the year is missing",
    "date_turned": "lies before {other}",
    "date_before_birth": "lies before the date of birth in the same row",
    # names
    "name_one_word": "only one word: it could be the family name or the given name",
    "name_split": "where the family name begins is not clear",
    "name_order": "which part is the family name is not clear",
    "name_two_people": "names more than one person",
    "name_not": "not a name",
    "name_doubtful": "is marked as not certain",
    "name_case": "written in capitals: which letters are really capitals is not known",
    "name_missing": "there is no name in this row",
    # identifiers
    "identifier_check": "the check digit is wrong, so at least one digit is mistyped",
    "identifier_length": "has {digits} digits; {system} has {expected}",
    "identifier_form": "does not have the form of {system}",
    "identifier_zero": (
        "stored as a number with {digits} digits where the column has {expected}: "
        "zeros at the front may be lost"
    ),
    "identifier_rounded": "stored as a large number, so its last digits may be lost",
    "identifier_birth": "gives another date of birth than the row",
    # amounts
    "duration_not": "not a length of time",
    "duration_range": "a range, not one length",
    "duration_unit": "could be hours or minutes",
    "duration_long": "longer than a day",
    "duration_clock": "could be a time of day",
    "score_not": "not a score",
    "score_range": "outside the range of {instrument}, which is {low} to {high}",
    "score_other": "names another questionnaire than its column",
    "score_date": "the score can be read, its date cannot",
    "number_not": "not a number",
    # words
    "status_unclear": "whether open, closed or waiting is not clear",
    "status_conflict": "the row says both {one} and {other}",
    "status_struck": "the name is struck through, and nothing else says open, closed or waiting",
    "status_nothing": "nothing in the row, the sheet or its sections says open, closed or waiting",
    "word_unknown": "this word or code is not known here",
    "word_several": "could mean more than one thing",
    "worker_two": "names more than one worker",
    "worker_several": "could be {names}",
    "worker_doubtful": "is marked as not certain",
    # columns and rows
    "column_part": "its heading was only understood in part; it was read as {field}",
    "column_unused": "this column of dates has not been used; say what its dates are",
    "row_shifted": "has {found} values for {expected} columns, so values may have shifted",
    "row_no_person": "a line without a name, date of birth or number of a person",
    "row_one_cell": "a line with only this in it: it could be a person or a heading",
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
