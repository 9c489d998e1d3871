"""The screens of this room: what was brought over, and a file on its way in."""

from .mapping import upload_mapping
from .preview import upload_apart, upload_discard, upload_preview, upload_run
from .reading import import_detail, import_list, quoted_list
from .undoing import import_undo
from .uploading import upload_new, work_result

__all__ = [
    "import_detail",
    "import_list",
    "import_undo",
    "quoted_list",
    "upload_apart",
    "upload_discard",
    "upload_mapping",
    "upload_new",
    "upload_preview",
    "upload_run",
    "work_result",
]
