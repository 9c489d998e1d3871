"""Those of allauth's pages that Casework uses. What is not named here does not exist.

Left out on purpose: adding mail addresses (a second address would be a second way to reset a
password), sign-in codes by mail, and sign-up, whose name stays because pages of allauth ask for it.
"""

from allauth.account import urls as account_urls
from allauth.mfa import urls as mfa_urls
from django.urls import URLPattern, include, path

NAMES = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
}

urlpatterns = [
    *(one for one in account_urls.urlpatterns if isinstance(one, URLPattern) and one.name in NAMES),
    path("second-factor/", include(mfa_urls)),
]
