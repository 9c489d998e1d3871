"""What may be done with an agency's own files."""

from .bringing_files import bring_file
from .contacts import bring_contacts
from .mappings import save_mapping
from .people import bring_people
from .referrals import bring_referrals
from .undoing import begin_taking_back, take_back
from .uploads import (
    bring_upload,
    discard_upload,
    map_upload,
    read_upload,
    run_upload,
    tell_apart,
    try_upload,
    upload_file,
)

__all__ = [
    "begin_taking_back",
    "bring_contacts",
    "bring_file",
    "bring_people",
    "bring_referrals",
    "bring_upload",
    "discard_upload",
    "map_upload",
    "read_upload",
    "run_upload",
    "save_mapping",
    "take_back",
    "tell_apart",
    "try_upload",
    "upload_file",
]
