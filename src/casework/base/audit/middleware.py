"""What was refused is written down too, on a connection that the refusal does not roll back."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from . import trail


class NotOpen(Http404):
    """A record that is not open to the asker, or does not exist: the answer is the same."""

    def __init__(self, kind: str, asked_for: object) -> None:
        super().__init__()
        self.kind = kind
        self.asked_for = asked_for


class RefusalMiddleware:
    """Writes `screen.refused` and `record.not_open` with the screen's name and the id asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        match = request.resolver_match
        screen = {"screen": match.view_name if match else ""}
        actor = getattr(request, "actor", None)
        if isinstance(exception, PermissionDenied):
            trail.write_aside("screen.refused", by=actor, detail=screen)
        elif isinstance(exception, NotOpen):
            asked = exception.asked_for
            trail.write_aside(
                "record.not_open",
                by=actor,
                about=(exception.kind, asked if hasattr(asked, "hex") else None),  # type: ignore[arg-type]
                detail=screen,
            )
