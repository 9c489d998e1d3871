"""The gallery of components, and how Casework looks in this browser."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template

from casework.base.core.addresses import reverse
from casework.base.core.screens import ANYONE, screen
from casework.base.core.way_back import way_back
from casework.base.ui import samples
from casework.base.ui.forms import LookForm
from casework.base.ui.look import look_of, remember


@screen(ANYONE)
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with invented content; holds nothing of anybody."""
    return render(request, "ui/gallery.html", samples.gallery(request.GET))


@screen(ANYONE, methods=("GET", "POST"))
def look_set(request: HttpRequest) -> HttpResponse:
    """Light or dark, the letters, the shortcut keys: kept in this browser, also before sign-in."""
    if request.method == "POST":
        response = redirect(way_back(request, reverse("ui:look_set")))
        remember(response, request, request.POST.dict())
        return response
    look = look_of(request)
    form = LookForm(initial={"theme": look.theme, "face": look.face, "keys": look.keys})
    return render(request, "ui/look_set.html", {"form": form})


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400. Django's own reads the form for its token, which cannot be read, and fails."""
    return HttpResponse(get_template("400.html").render(), status=400)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: says what to do, and nothing about the request."""
    return render(request, "403_csrf.html", status=403)
