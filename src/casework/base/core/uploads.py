"""Files come in through memory only, and only where a screen says that it takes one."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class OnlyWhereAsked(FileUploadHandler):
    """Keeps a file in memory up to what the screen takes; every other file is let go unread.

    Django's own handlers would write it to the disk, in the clear, for anybody who sends one.
    What was larger is marked on the request: `request.file_was_too_large`.
    """

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Before the first part is read: how much this screen takes from whoever is signed in."""
        request: Any = self.request
        match = getattr(request, "resolver_match", None)
        takes = getattr(match.func, "screen_file_bytes", 0) if match else 0
        self.most = takes if getattr(request, "actor", None) is not None else 0
        request.file_was_too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self.most:
            raise SkipFile
        self.kept = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.kept.tell() + len(raw_data) > self.most:
            self.kept = io.BytesIO()
            self.request.file_was_too_large = True  # type: ignore[union-attr]
            raise SkipFile
        self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept,
            self.field_name,
            self.file_name,
            self.content_type or "",
            file_size,
            self.charset,
            self.content_type_extra,
        )
