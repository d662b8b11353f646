"""The settings of Huiyin. What an installation may decide stands in the environment; all of it is listed here, nowhere else.

HUIYIN_HOME         folder of data and secrets (./var)
DATABASE_URL        another database, e.g. postgres://user@host/huiyin (a SQLite file in HUIYIN_HOME)
HUIYIN_HOSTS        names under which the site is reached, separated by commas (this machine's own); mails name the first
HUIYIN_HTTPS        1 if a proxy in front speaks https: cookies then travel over https only
HUIYIN_COUNTY       the county's six-digit code (222424, Wangqing)
HUIYIN_CIPHER       AES-256-GCM or SM4-GCM, of the next key for personal fields: the first one, or that of `huiyin keys rotate`
HUIYIN_LOG_LEVEL    DEBUG, INFO (default), WARNING or ERROR
HUIYIN_LANG         language of what the commands print: zh, ko or en (the county's)
HUIYIN_SMS_URL      where to POST text messages; none are sent without it (docs/sms.md)
                    HUIYIN_SMS_BODY (JSON with {to} and {text} in it), HUIYIN_SMS_HEADER_FILE (a file with one secret header),
                    HUIYIN_SMS_OK (what the answer must hold to be a yes)
HUIYIN_SCRIBE_URL   the county's own OpenAI-compatible endpoint, e.g. http://10.0.0.5:8000/v1; off without it (docs/helper.md).
                    HUIYIN_SCRIBE_MODEL, HUIYIN_SCRIBE_KEY_FILE (a file that holds its key), HUIYIN_SCRIBE_SECONDS (60)
HUIYIN_SMTP         mail server, host or host:port; no mail is sent without it. HUIYIN_SMTP_USER, HUIYIN_SMTP_PASSWORD
HUIYIN_MAIL_FROM    sender of the mails
HUIYIN_DEBUG        1 for developers: templates and static files are read anew each time
"""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from huiyin.config.home import home
from huiyin.config.logs import logging_settings
from huiyin.rooms.vault.boxes import why_not


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "yes", "true", "on"}


def _list(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def _database(url: str) -> Any:
    try:
        found = dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True)
    except ValueError:  # its text may hold the password
        raise ImproperlyConfigured(
            "DATABASE_URL can't be understood. It should look like postgres://user@host/huiyin or sqlite:////path/to/file."
        ) from None
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["ENGINE"] = "huiyin.config.sqlite"
    return found


def _secret_key() -> str:
    try:
        return HOME.secret_key()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder HUIYIN_HOME ({HOME.root}) can't be made or used: {error.strerror}."
        ) from None
    except UnicodeDecodeError:
        raise ImproperlyConfigured(
            f"The secret file {HOME.secrets / 'django.key'} is damaged. Restore it from a backup."
        ) from None
    except RuntimeError as error:  # the file is empty
        raise ImproperlyConfigured(str(error)) from None


def _cipher() -> str:
    name = os.environ.get("HUIYIN_CIPHER") or "AES-256-GCM"
    if reason := why_not(name):
        raise ImproperlyConfigured(f"HUIYIN_CIPHER: {reason}")
    return name


def _sms_body() -> str:
    """The template of a text message's body. Refuses what isn't JSON, or has no place for number or text."""
    template = os.environ.get("HUIYIN_SMS_BODY", "").strip()
    try:
        json.loads(template or "{}")
    except ValueError:
        template = "wrong"
    if template and not ("{to}" in template and "{text}" in template):
        raise ImproperlyConfigured(
            'HUIYIN_SMS_BODY should be JSON with {to} and {text} in it, like {"mobile": "{to}", "content": "{text}"}.'
        )
    return template


def _scribe_url() -> str:
    """The endpoint as it was named. Refuses what isn't http(s), names no host, or carries a password or a query."""
    url = os.environ.get("HUIYIN_SCRIBE_URL", "").strip()
    if not url:
        return ""
    try:
        said = urlsplit(url)
        right = said.scheme in ("http", "https") and said.hostname and (said.port is None or said.port > 0)
    except ValueError:
        right = False
    if not right or said.username or said.password or said.query or said.fragment:
        raise ImproperlyConfigured(
            "HUIYIN_SCRIBE_URL can't be understood. It should look like http://10.0.0.5:8000/v1: no user, password or query."
        )
    return url


def _seconds(name: str, usual: int, most: int) -> int:
    said = os.environ.get(name, "").strip() or str(usual)
    if not (said.isascii() and said.isdecimal() and 1 <= int(said) <= most):
        raise ImproperlyConfigured(f"{name} should be a whole number of seconds from 1 to {most}.")
    return int(said)


PACKAGE = Path(__file__).resolve().parent.parent
HOME = home()
DEBUG = _flag("HUIYIN_DEBUG")

# -- Huiyin's own -------------------------------------------------------------------------------------------------------------
HUIYIN_HOME = HOME.root
HUIYIN_HTTPS = _flag("HUIYIN_HTTPS")
HUIYIN_COUNTY = os.environ.get("HUIYIN_COUNTY") or "222424"
HUIYIN_CIPHER = _cipher()
HUIYIN_TERMINAL = "huiyin.web.desk.terminal"  # the words of the commands
HUIYIN_MAILS = "huiyin.web.portal.mails"  # those of the mails to petitioners
HUIYIN_SMS_URL = os.environ.get("HUIYIN_SMS_URL", "")
HUIYIN_SMS_BODY = _sms_body()
HUIYIN_SMS_HEADER_FILE = os.environ.get("HUIYIN_SMS_HEADER_FILE", "")
HUIYIN_SMS_OK = os.environ.get("HUIYIN_SMS_OK", "")
HUIYIN_SCRIBE_URL = _scribe_url()
HUIYIN_SCRIBE_MODEL = os.environ.get("HUIYIN_SCRIBE_MODEL") or "default"
HUIYIN_SCRIBE_KEY_FILE = os.environ.get("HUIYIN_SCRIBE_KEY_FILE", "")
HUIYIN_SCRIBE_SECONDS = _seconds("HUIYIN_SCRIBE_SECONDS", 60, 300)
HUIYIN_LARGEST_FILE = 20 * 1024 * 1024  # bytes of one attachment
HUIYIN_MOST_FILES = 5  # that a citizen sends at once; what the pages promise is reckoned from these two
#: Bytes of a form with all its attachments: as many of the largest as are promised, the words and what stands around them.
HUIYIN_LARGEST_REQUEST = HUIYIN_MOST_FILES * HUIYIN_LARGEST_FILE + 4 * 1024 * 1024

# -- Database -----------------------------------------------------------------------------------------------------------------
DATABASES = {"default": _database(os.environ.get("DATABASE_URL") or f"sqlite:///{HOME.database}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# -- Parts --------------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "huiyin.rooms.apps.RoomsConfig",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huiyin.config.compress.Compress",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "huiyin.config.spoken.Spoken",
    "huiyin.config.unicode_only.UnicodeOnly",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
]
ROOT_URLCONF = "huiyin.config.urls"
WSGI_APPLICATION = "huiyin.config.wsgi.application"

# -- Pages --------------------------------------------------------------------------------------------------------------------
WEB = [PACKAGE / "web" / part for part in ("shared", "desk", "portal")]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [part / "templates" for part in WEB],
        "APP_DIRS": False,
        "OPTIONS": {
            "libraries": {"tongues": "huiyin.web.shared.tongues"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "loaders": [
                "django.template.loaders.filesystem.Loader"
                if DEBUG
                else (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
        },
    }
]
STATIC_URL = "static/"
STATIC_ROOT = HOME.static
STATICFILES_DIRS = [part / "static" for part in WEB if (part / "static").is_dir()]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME.files},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "huiyin.config.static.Static"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# -- Language and time --------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("ko", _("Korean")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# -- Who may come in ----------------------------------------------------------------------------------------------------------
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = _list("HUIYIN_HOSTS") or ["localhost", "127.0.0.1", "[::1]", socket.gethostname()]
#: The address that mails name; none where nobody said under which name the site is reached.
HUIYIN_SITE = f"http{'s' if HUIYIN_HTTPS else ''}://{ALLOWED_HOSTS[0]}" if _list("HUIYIN_HOSTS") else ""
AUTH_USER_MODEL = "huiyin.User"
AUTHENTICATION_BACKENDS = ["huiyin.rooms.accounts.visits.Backend"]
SESSION_ENGINE = "huiyin.rooms.accounts.visits"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}  # type: ignore[assignment]
SESSION_COOKIE_AGE = 12 * 3600  # seconds: a working day and its evening
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "huiyin.web.shared.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HUIYIN_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HUIYIN_HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HUIYIN_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # data: for the ticks and arrows that Bootstrap's style sheet draws
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# -- What comes in ------------------------------------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = (
    2_500_000  # bytes of a form without its files: 270,000 Chinese characters, 800,000 as multipart
)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = [
    "huiyin.config.uploads.SizeGuard",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = HOME.uploads
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# -- What goes out ------------------------------------------------------------------------------------------------------------
EMAIL_HOST, _colon, _port = os.environ.get("HUIYIN_SMTP", "").partition(":")
EMAIL_PORT = int(_port or 25)
EMAIL_HOST_USER = os.environ.get("HUIYIN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("HUIYIN_SMTP_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("HUIYIN_MAIL_FROM") or "huiyin@localhost"

# -- Logs ---------------------------------------------------------------------------------------------------------------------
LOGGING = logging_settings(os.environ.get("HUIYIN_LOG_LEVEL", "INFO").upper())
DEFAULT_EXCEPTION_REPORTER = "huiyin.config.privacy.Reporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "huiyin.config.privacy.KeysOnly"
