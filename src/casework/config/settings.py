"""One settings file. What an agency decides stands in the database; this is the technical part."""

import os
from pathlib import Path

from . import environment
from .slots import SLOTS as SLOTS

environment.refuse_unknown(os.environ)

SOURCE = Path(__file__).resolve().parent.parent
DEMO = environment.flag("CASEWORK_DEMO")
DEBUG = environment.flag("CASEWORK_DEBUG")
SECRET_KEY = environment.text("CASEWORK_SECRET_KEY")
FIELD_KEY = environment.text("CASEWORK_FIELD_KEY")
SECOND_FACTOR_REQUIRED = environment.text("CASEWORK_SECOND_FACTOR") == "required"
ALLOWED_HOSTS = [host for host in environment.text("CASEWORK_ALLOWED_HOSTS").split(",") if host]
if DEMO or DEBUG:
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
BASE_URL = environment.text("CASEWORK_BASE_URL")

INSTALLED_APPS = [
    "casework.config",
    "casework.base.core",
    "casework.base.ui",
    "casework.base.audit",
    "casework.base.accounts",
    "casework.base.jobs",
    "casework.base.notify",
    "casework.base.drafts",
    "casework.base.clocks",
    "casework.registry.workforce",
    "casework.registry.door",
    "casework.registry.people",
    "casework.registry.episodes",
    "casework.registry.diary",
    "casework.cycle.intake",
    "casework.cycle.contacts",
    "casework.cycle.monitoring",
    "casework.desks.record",
    "casework.desks.myday",
    "casework.desks.oversight",
    "casework.edges.exchange",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "casework.base.core.bodies.OnlyUtf8",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "casework.base.ui.middleware.SubmitRedirects",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "casework.base.accounts.middleware.ActorMiddleware",
    "casework.base.accounts.second_factor.RequireSecondFactor",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "casework.base.audit.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "casework.config.urls"
WSGI_APPLICATION = "casework.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Account"

# The trail's own connection commits by itself: a refusal stays although its request rolls back.
DATABASES = {
    "default": environment.database(environment.text("DATABASE_URL")),
    "trail": environment.database(environment.text("DATABASE_URL")),
}
_pool = environment.number("CASEWORK_DATABASE_POOL")
if _pool:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": _pool, "timeout": 10}
    DATABASES["trail"]["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 3, "timeout": 10}
DATABASE_ROUTERS = ["casework.config.databases.TrailRouter"]

CACHES = {
    "default": {
        "BACKEND": "casework.base.core.caching.OneStatementCache",
        "LOCATION": "casework_cache",
    }
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "casework.base.ui.look.look",
                "casework.config.navigation.around_the_page",
            ],
            "builtins": ["django.templatetags.i18n", "casework.base.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "casework.base.ui.renderer.CaseworkFormRenderer"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LOCALE_PATHS = [SOURCE / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = environment.text("CASEWORK_STATIC_ROOT") or None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": f"casework.base.ui.assets.{'HashedFiles' if STATIC_ROOT else 'PlainFiles'}"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_ROOT

# --- signing in ---
AUTHENTICATION_BACKENDS = ["casework.base.accounts.backends.NameOrMailBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "casework.base.accounts.adapters.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "mail"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "casework.base.accounts.forms.SignInForm",
    "reset_password": "casework.base.accounts.forms.ForgottenForm",
    "change_password": "casework.base.accounts.forms.NewPasswordForm",
    "reauthenticate": "casework.base.accounts.forms.StillYouForm",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a path
ACCOUNT_EMAIL_NOTIFICATIONS = True
SESSION_ENGINE = "casework.base.accounts.session_store"
# Tries with a password are counted in base/accounts/limits.py; these are wrong second steps.
ACCOUNT_RATE_LIMITS = {"login": "", "login_failed": "10/m/ip,5/5m/key"}
MFA_ADAPTER = "casework.base.accounts.adapters.EncryptedMFAAdapter"
MFA_FORMS = {
    "add_webauthn": "casework.base.accounts.forms.NewKeyForm",
    "edit_webauthn": "casework.base.accounts.forms.KeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Casework"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "mail"]},
    },
]

# --- headers, cookies ---
HTTPS = environment.flag("CASEWORK_HTTPS") and not DEMO
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
SESSION_COOKIE_AGE = environment.number("CASEWORK_SESSION_HOURS") * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_MINUTES = environment.number("CASEWORK_IDLE_MINUTES")
SESSION_COOKIE_NAME = "__Host-casework" if HTTPS else "casework"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "casework.base.ui.views.form_expired"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_HANDLERS = ["casework.base.core.uploads.OnlyWhereAsked"]

# --- mail ---
EMAIL_BACKEND = "casework.base.notify.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = environment.text("CASEWORK_MAIL_FROM")
MAIL_URL = environment.text("CASEWORK_MAIL_URL")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "casework.config.logs.JsonFormatter"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": environment.text("CASEWORK_LOG_LEVEL").upper()},
    "loggers": {
        # Django's request and SQL loggers print what people typed.
        "django.db.backends": {"level": "ERROR", "propagate": False, "handlers": ["out"]},
        "django.server": {"level": "ERROR", "propagate": False, "handlers": ["out"]},
        "procrastinate": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
