"""Django settings of the reading room: no database, no accounts, nothing from elsewhere; what differs between rooms comes by environment.

docs/reference/settings.md tells what each variable means; a test holds it complete.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path


def _number(name: str, otherwise: float) -> float:
    said = os.environ.get(name, "") or str(otherwise)
    if not said.replace(".", "", 1).isdecimal():
        sys.stderr.write(f"tongjian: {name} is {said!r}; write a number, or leave it out for {otherwise:g}\n")
        raise SystemExit(2)
    return float(said)


HERE = Path(__file__).resolve().parent
LIBRARY = os.environ.get("TONGJIAN_LIBRARY", "")
# Who may decide about findings: "loopback" whoever sits at this machine, "key" whoever types KEY, "" nobody.
DECIDE = os.environ.get("TONGJIAN_DECIDE", "")
KEY = os.environ.get("TONGJIAN_KEY", "")
PUBLIC = os.environ.get("TONGJIAN_PUBLIC", "") == "yes"  # others than the people at this machine read here
CORS = [o for o in os.environ.get("TONGJIAN_CORS", "").split(",") if o]  # sites whose pages may ask the API; * for all
RATE = int(_number("TONGJIAN_RATE", 240 if PUBLIC else 0))  # searches and API calls a minute and address; 0: no limit
UPLOAD_MB = _number("TONGJIAN_UPLOAD_MB", 10)  # megabytes of a file that is brought to be checked, and of the text in it

DEBUG = False
SECRET_KEY = os.environ.get("TONGJIAN_SECRET") or secrets.token_urlsafe(32)
ALLOWED_HOSTS = [h for h in os.environ.get("TONGJIAN_HOSTS", "127.0.0.1,localhost").split(",") if h]
ROOT_URLCONF = "tongjian.web.urls"
INSTALLED_APPS = ["django.contrib.staticfiles", "tongjian.web.apps.Room"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "tongjian.web.middleware.headers",
    "tongjian.web.middleware.limited",
    "tongjian.web.middleware.shared_with",
    "tongjian.web.middleware.stamped",
    "tongjian.web.middleware.masked",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tongjian.web.middleware.bounded",  # behind the token, whose cookie its page needs; a body is read only after it
    "tongjian.web.middleware.one_generation",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "tongjian.web.views.common.everywhere"],
            "builtins": ["django.templatetags.static", "tongjian.web.templatetags.room"],
        },
    }
]
STATIC_URL = "/static/"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
DATABASES: dict[str, object] = {}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_COOKIE_NAME = "tongjian-form"  # stands only where a form does, and says nothing of the reader
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None  # gone with the browser's window
CSRF_FAILURE_VIEW = "tongjian.web.views.proofing.refused"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # a file that was sent never reaches the disk by itself
FILE_UPLOAD_MAX_MEMORY_SIZE = int(UPLOAD_MB * 1_000_000) + 1_000_000
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR"}, "django.security.DisallowedHost": {"handlers": [], "propagate": False}},
}
