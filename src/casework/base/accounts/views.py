"""One's own account, and the link by which one first comes in."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from casework.base.core import words
from casework.base.core.refusals import Refused
from casework.base.core.screens import ANYONE, SIGNED_IN, screen
from casework.base.ui import look as browser_look

from . import actions, links, rules, sessions
from .forms import FirstPasswordForm, LookForm

_LINK = "account_link"
# Stands in the address instead of the token, so that the token is in no history and no log.
_KEPT = "open"


@screen(SIGNED_IN)
def my_account(request):
    """Name, mail, password, second factor, look."""
    return _my_account(request, LookForm(initial={"look": request.user.look}))


def _my_account(request, form):
    kinds = Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True)
    kinds = list(kinds)
    page = {
        "account": request.user,
        "form": form,
        "has_app": Authenticator.Type.TOTP in kinds,
        "keys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "is_required": settings.SECOND_FACTOR_REQUIRED,
        "sessions": [_said(one, request.actor) for one in _own(request)],
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/my_account.html", page, status=status)


def _own(request):
    return sessions.own_sessions(request.user, this_key=request.session.session_key)


def _said(one, actor):
    now = timezone.now()
    return {
        "one": one,
        "device": one.device or _("A device we do not know"),
        "began": words.day_and_time(one.began_at, actor, now=now) if one.began_at else "",
        "seen": words.day_and_time(one.seen_at, actor, now=now) if one.seen_at else "",
    }


@screen(SIGNED_IN, methods=("POST",))
def session_end(request, name):
    """Sign out in one other place."""
    these = [one for one in _own(request) if one.name == name and not one.is_this]
    actions.end_sessions(by=request.actor, account=request.user, these=these)
    messages.success(request, _("Signed out there."))
    return redirect("accounts:my_account")


@screen(SIGNED_IN, methods=("POST",))
def sessions_end(request):
    """Sign out everywhere but here."""
    these = [one for one in _own(request) if not one.is_this]
    ended = actions.end_sessions(by=request.actor, account=request.user, these=these)
    said = ngettext("Signed out in %(n)d other place.", "Signed out in %(n)d other places.", ended)
    messages.success(request, said % {"n": ended})
    return redirect("accounts:my_account")


@screen(SIGNED_IN, methods=("POST",))
def look(request):
    """Light, dark, or as the device is: for the account, and for this browser at once."""
    form = LookForm(request.POST)
    if not form.is_valid():
        return _my_account(request, form)
    actions.choose_look(by=request.actor, account=request.user, look=form.cleaned_data["look"])
    messages.success(request, _("The look is changed."))
    response = redirect("accounts:my_account")
    browser_look.remember(response, request, {"theme": form.cleaned_data["look"]})
    return response


@sensitive_post_parameters("password", "again")
@screen(ANYONE, methods=("GET", "POST"))
def link_open(request, token):
    """Set a password by a one-time link. The token moves from the address into the session."""
    now = timezone.now()
    if token != _KEPT:
        if links.account_behind(token, now) is None:
            return _dead(request)
        if request.user.is_authenticated:
            get_adapter(request).logout(request)
        request.session[_LINK] = token
        return redirect("accounts:link_open", _KEPT)
    kept = request.session.get(_LINK, "")
    account = links.account_behind(kept, now)
    if account is None:
        return _dead(request)
    form = FirstPasswordForm(request.POST if request.method == "POST" else None, account=account)
    if form.is_valid():
        try:
            actions.use_link(token=kept, password=form.cleaned_data["password"], now=now)
        except Refused:
            return _dead(request)
        request.session.flush()
        messages.success(request, _("Your password is set. Sign in with it now."))
        return redirect("account_login")
    page = {"form": form, "account": account}
    return render(request, "accounts/link_open.html", page, status=422 if form.errors else 200)


def _dead(request):
    return render(request, "accounts/link_open.html", {"refused": rules.link_is_dead()}, status=410)
