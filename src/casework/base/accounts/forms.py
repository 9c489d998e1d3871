"""What is typed on the pages about one's own account."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
)
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth import password_validation
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from casework.base.ui.forms import ChipsField

from .models import Account

LOOKS = [
    ("auto", _("As this device is set")),
    ("light", _("Light")),
    ("dark", _("Dark")),
]


class SignInForm(LoginForm):
    """allauth's form with our words and without grey words inside the boxes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["login"], self.fields["password"]
        name.label = _("Name or mail")
        name.error_messages["required"] = _("Type your name or your mail address.")
        name.widget.attrs.update({"autocomplete": "username", "autocapitalize": "none"})
        password.help_text = ""
        password.error_messages["required"] = _("Type your password.")
        for field in (name, password):
            field.widget.attrs.pop("placeholder", None)


class ForgottenForm(ResetPasswordForm):
    """Asks for the mail of the account and says nothing about whether there is one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mail = self.fields["email"]
        mail.label = _("Mail address")
        mail.error_messages["required"] = _("Type your mail address.")
        mail.widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        """Only the mail of the account itself counts, in capitals or not."""
        mail: str = self.cleaned_data["email"].lower()
        found = Account.objects.alias(low_mail=Lower("mail")).filter(low_mail=mail)
        self.users = list(found.filter(is_active=True))
        return mail


class NewPasswordForm(ChangePasswordForm):
    """allauth's form with our words and without grey words inside the boxes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("oldpassword", _("Password now")),
            ("password1", _("New password")),
            ("password2", _("New password once more")),
        ):
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["oldpassword"].help_text = ""


class StillYouForm(ReauthenticateForm):
    """The password once more, without grey words inside the box."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


class FirstPasswordForm(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_(
            "At least 12 characters. Three or four words that only you would put together are "
            "easy to keep in mind and hard to guess."
        ),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Type a password.")},
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Type the password a second time.")},
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.account)
        return password

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("password") and typed.get("again") and typed["password"] != typed["again"]:
            self.add_error("again", _("This is not the same password. Type both again."))
        return typed


class LookForm(forms.Form):
    """Light or dark."""

    look = ChipsField(label=_("Light or dark"), choices=LOOKS)


class NewKeyForm(AddWebAuthnForm):
    """A passkey or a security key, with a name for telling it from others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")


class KeyNameForm(EditWebAuthnForm):
    """The name of a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
