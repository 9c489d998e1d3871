"""Let a script send a form without losing the page it stands on."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ASKS = "X-Submit"
ANSWERS = "X-Location"


class SubmitRedirects:
    """A form sent by drafts.js is told where to go instead of being taken there.

    A script that follows a redirect itself fetches the next page unseen: its messages would be
    used up and its reading written to the trail twice.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.headers.get(ASKS) and response.status_code in (301, 302, 303):
            response.status_code = 204
            response.headers[ANSWERS] = response.headers["Location"]
            del response.headers["Location"]
        return response
