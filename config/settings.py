"""Every setting of the site; each environment variable is documented in docs/settings.md."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config.env import (
    broker_url,
    env_base_url,
    env_bool,
    env_choice,
    env_int,
    env_limits,
    env_link,
    env_list,
    env_redis_url,
    env_secret,
    env_str,
    is_loopback,
    postgres_options,
    smtp_options,
    url_host,
)
from config.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env_str("VAR_DIR", str(BASE_DIR / "var")))
RELEASE = "0.1.0"


# Where it listens and what people type to reach it.
HOST = env_str("HOST", "127.0.0.1").strip("[]")
PORT = env_int("PORT", default=8000, low=1, high=65535)
BASE_URL = env_base_url("BASE_URL", f"http://{url_host(HOST)}:{PORT}")
BASE_HOST = urlsplit(BASE_URL).hostname or ""
HTTPS = BASE_URL.startswith("https://")
TRUSTED_PROXY = env_bool("TRUSTED_PROXY", default=False)
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"] if is_loopback(HOST) else []
# The site's own name always counts: links in mails lead there, health checks ask under it.
ALLOWED_HOSTS = [url_host(BASE_HOST), *(env_list("ALLOWED_HOSTS") or LOCAL_HOSTS)]
CSRF_TRUSTED_ORIGINS = [BASE_URL, *env_list("CSRF_TRUSTED_ORIGINS")]

# Engines: without DATABASE_URL the embedded ones in var/ serve.
DATABASE_URL, REDIS_URL, EMAIL_URL = (
    env_str("DATABASE_URL"),
    env_redis_url("REDIS_URL"),
    env_str("EMAIL_URL"),
)
EMBEDDED, EMBEDDED_BROKER = not DATABASE_URL, not REDIS_URL
# The reader of sent mail and the demo account show private things, so only this machine gets them.
LOCAL_ONLY = is_loopback(HOST) and is_loopback(BASE_HOST) and not (EMAIL_URL or TRUSTED_PROXY)
DEBUG = env_bool("DEBUG", default=False)
# What `up` starts; elsewhere the web server's and worker's own options decide.
WEB_WORKERS = env_int("WEB_WORKERS", default=min(2, os.cpu_count() or 1), low=1, high=64)
WEB_THREADS = env_int("WEB_THREADS", default=2, low=1, high=64)
WORKER_THREADS = env_int("WORKER_THREADS", default=4, low=1, high=64)

SECRET_KEY = env_secret("SECRET_KEY", kept=VAR / "secret_key" if EMBEDDED else None)
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "accounts",
    "exercises",
    "tracking",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # its templates, two of which ours stand in for
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # sends its files packed already
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.TimeZoneMiddleware",
    "accounts.middleware.NoStoreMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    }
]

if EMBEDDED:
    DATABASES: dict[str, Any] = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "limber.sqlite3",
            # Writers take the lock at BEGIN, so none fails half-way with "database is locked".
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }
else:
    DATABASE_POOL = env_int("DATABASE_POOL", default=4, low=1, high=100)
    DATABASES = {"default": postgres_options(DATABASE_URL, pool=DATABASE_POOL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis or Valkey: broker, cache (rate limits need a shared one) and sessions. `up` sets it.
REDIS_URL = REDIS_URL or f"unix://{VAR / 'run' / 'valkey.sock'}"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "limber",
    }
}
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A request never waits for a broker that is down: what it wants done waits as a row instead.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 0,
    "interval_start": 0,
    "socket_connect_timeout": 2,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "limber"
CELERY_BEAT_SCHEDULE = SCHEDULE

# Mail: SMTP by EMAIL_URL; else files that /dev/mail/ shows.
MAIL_HOST = "localhost" if is_loopback(BASE_HOST) else BASE_HOST
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env_str("MAIL_FROM", f"Limber <limber@{MAIL_HOST}>")
MAIL_FOLDER = VAR / "mail"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
FILES = "django.core.mail.backends.filebased.EmailBackend"
MAILERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": SMTP, "OPTIONS": smtp_options(EMAIL_URL)}
    if EMAIL_URL
    else {"BACKEND": FILES, "OPTIONS": {"file_path": MAIL_FOLDER}}
}

# Accounts.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}  # type: ignore[assignment]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "/today/", "/"
REGISTRATION = env_choice("REGISTRATION", default="open", choices=("open", "invite", "closed"))
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignupForm",
    "login": "accounts.forms.LoginForm",
    "add_email": "accounts.forms.ChangeEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "confirm_email_verification_code": "accounts.forms.EmailCodeForm",
    "confirm_password_reset_code": "accounts.forms.ResetCodeForm",
}
# Added to allauth's own: nobody can fill a stranger's mailbox with our codes.
ACCOUNT_RATE_LIMITS = {"confirm_email": "1/10s/key,8/h/key", "reset_password": "20/m/ip,5/h/key"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# As long as the code of a sign-up: mail may take its time.
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# Two months: a person who comes back by a reminder should not have to type a password first.
SESSION_ENGINE, SESSION_COOKIE_AGE = "accounts.sessions", 60 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Transport and browser security.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "worker-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", default=0, low=0, high=63072000)
# Subdomains and the browsers' preload list are not ours to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_SSL_REDIRECT = HTTPS and env_bool("SSL_REDIRECT", default=False)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
if TRUSTED_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# Language and time.
LANGUAGE_CODE, LANGUAGES = "en", [("en", _("English"))]
LOCALE_PATHS, FORMAT_MODULE_PATH = [BASE_DIR / "locale"], "config.formats"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# Static files.
STATIC_URL, STATIC_ROOT = "static/", VAR / "static"
# Browsers play no sound of an unknown type, as every answer says "nosniff".
WHITENOISE_MIMETYPES = {".flac": "audio/flac"}
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.storage.Storage"},
}

# The product's own switches, and the figures of its safety rules.
LIMITS = env_limits()
PARTNER_METHODS = env_bool("PARTNER_METHODS", default=True)
EMERGENCY_NUMBER = env_str("EMERGENCY_NUMBER")
OPERATOR_NAME, OPERATOR_EMAIL = (
    env_str("OPERATOR_NAME", "Limber"),
    env_str("OPERATOR_EMAIL"),
)

# AGPL, section 13: who serves a changed Limber offers its source to those who use it.
SOURCE_URL = env_link("SOURCE_URL")
FIND_PROFESSIONAL = env_str("FIND_PROFESSIONAL")

LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_LEVEL = env_choice("LOG_LEVEL", default="info", choices=LOG_LEVELS).upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "filters": {
        "one_line": {"()": "config.logs.OneLine"},
        "refusal": {"()": "config.logs.Refusal"},
    },
    "loggers": {
        "django.security.DisallowedHost": {"filters": ["one_line"]},
        "django.request": {"filters": ["refusal"]},
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
