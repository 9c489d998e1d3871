"""From a file of unknown encoding and layout to typed rows: no Django, no database."""

from .cells import CannotRead
from .mapping import Mapping, mapping_from_json
from .reader import KINDS, Reading, mapping_by_hand, read_file
from .report import report, report_lines

__all__ = [
    "KINDS",
    "CannotRead",
    "Mapping",
    "Reading",
    "mapping_by_hand",
    "mapping_from_json",
    "read_file",
    "report",
    "report_lines",
]
