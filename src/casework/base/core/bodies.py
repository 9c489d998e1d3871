"""A form comes in UTF-8, as every page of ours says that it should; nothing else is guessed at."""

from __future__ import annotations

import codecs
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


def _is_read(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False


class OnlyUtf8:
    """Answers 400 to a form in letters that are not read here.

    Django refuses some of them itself, reads others as if they were UTF-8, and fails on those that
    are no letters at all, such as base64. A name typed in them would be stored as another name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        has_body = request.method not in {"GET", "HEAD", "OPTIONS"}
        charset = (request.content_params or {}).get("charset") if has_body else None
        if charset is not None and not _is_read(charset):
            raise BadRequest("the form is not in UTF-8")
        return self.get_response(request)
