"""Django settings. Everything an operator may set is an environment variable; docs/operator-guide.md lists them."""

import os
import sys

from django.utils.translation import gettext_lazy as _

from openinsa.config.database import settings_for
from openinsa.config.places import data_folder
from openinsa.config.secrets import given_keys, secret, word_or_file
from openinsa.config.watching.logs import logging_settings
from openinsa.people.addresses import networks_in

DATA = data_folder()
SECRET_KEY = secret("secret_key", DATA).hex()
MASTER_KEYS_GIVEN = given_keys("OPENINSA_MASTER_KEY", "OPENINSA_MASTER_KEY_PREVIOUS")
MASTER_KEY_TRANSIT = os.environ.get("OPENINSA_MASTER_KEY_TRANSIT", "")
MASTER_KEY_TRANSIT_TOKEN = word_or_file("OPENINSA_MASTER_KEY_TRANSIT_TOKEN")
MASTER_KEY_FILE = DATA / "secrets" / "master_key"
if not MASTER_KEYS_GIVEN and not MASTER_KEY_TRANSIT:
    secret("master_key", DATA)  # made at the first start

DEBUG = os.environ.get("OPENINSA_DEBUG") == "1"
HOSTS = [host for host in os.environ.get("OPENINSA_HOSTS", "").split(",") if host]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *HOSTS]
DEMO = os.environ.get("OPENINSA_DEMO") == "1"
AUDIT_KEY = secret("audit_key", DATA)
METRICS_TOKEN = word_or_file("OPENINSA_METRICS_TOKEN")
BACKUP_FOLDER = os.environ.get("OPENINSA_BACKUP_FOLDER", "")
BEHIND_HTTPS = os.environ.get("OPENINSA_HTTPS") == "1"
PUBLIC_ADDRESS = os.environ.get("OPENINSA_PUBLIC_ADDRESS", "").rstrip("/") or (
    f"{'https' if BEHIND_HTTPS else 'http'}://{HOSTS[0] if HOSTS else 'localhost:8000'}"
)
"""Where people reach the site: it is printed on papers and written into mails."""
TIMESTAMP_ADDRESS = os.environ.get("OPENINSA_TIMESTAMP_ADDRESS", "")  # a server of RFC 3161
PKCS11_LIBRARY = os.environ.get("OPENINSA_PKCS11_LIBRARY", "")  # of the device that holds signing keys
TRUSTED_PROXIES = networks_in(os.environ.get("OPENINSA_TRUSTED_PROXIES", ""))

ROOMS = [
    "openinsa.web",  # first, so that its templates stand before those of libraries
    "openinsa.people",
    "openinsa.privacy",
    "openinsa.api",
    "openinsa.entrance",
    "openinsa.jobs",
    "openinsa.staffing",
    "openinsa.law",
    "openinsa.leave",
    "openinsa.payroll",
    "openinsa.ending",
    "openinsa.retention",
    "openinsa.issuing",
    "openinsa.agreements",
    "openinsa.delivery",
    "openinsa.worker",
    "openinsa.documents",
    "openinsa.home",
]
INSTALLED_APPS = [
    "django.contrib.auth",  # before the rooms: openinsa.people replaces its note of the last sign-in
    *ROOMS,
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "openinsa.config.watching.requests.WatchingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "openinsa.config.headers.SecureHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "openinsa.people.tenancy.TenantMiddleware",
    "openinsa.web.refusing.SuspensionMiddleware",
    "openinsa.privacy.reading.ReadingMiddleware",
    "openinsa.worker.middleware.ReadingHabits",
    "openinsa.entrance.middleware.EntranceMiddleware",
    "openinsa.web.refusing.RefusalMiddleware",
    "openinsa.web.handing_out.HandOutMiddleware",
]

ROOT_URLCONF = "openinsa.config.urls"
WSGI_APPLICATION = "openinsa.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "openinsa.web.context.shell",
            ],
        },
    }
]

DATABASE_ROLE = os.environ.get("OPENINSA_DATABASE_ROLE", "web")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        **settings_for(DATA, DATABASE_ROLE),
    }
}
CACHES = {  # rate limits and used codes: what every process and machine must agree on
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "openinsa_cache"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English"), ("vi", "Tiếng Việt"), ("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True
FORMAT_MODULE_PATH = ["openinsa.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "openinsa.web.static_files.HashedStaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["openinsa.entrance.backend.TimedBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ["username", "name", "email"]},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "openinsa.web.pages.csrf_failed"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "openinsa.config.accounts.InvitationOnly"
ACCOUNT_FORMS = {"login": "openinsa.entrance.sign_in_form.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_DISPLAY = "openinsa.config.accounts.shown_name"
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": None}  # openinsa.entrance.attempts counts those
LOCK_LOGIN_AFTER = int(os.environ.get("OPENINSA_LOCK_AFTER", "5"))
LOCK_ADDRESS_AFTER = 10 * LOCK_LOGIN_AFTER  # an office of many comes from one address
LOCK_MINUTES = int(os.environ.get("OPENINSA_LOCK_MINUTES", "10"))
SECOND_FACTOR_ROLES = () if DEMO else ("payroll_officer", "hr_officer", "auditor", "operator")
OIDC_FILE = os.environ.get("OPENINSA_OIDC_FILE", "")  # providers of the whole installation
OIDC_HOSTS = [host for host in os.environ.get("OPENINSA_OIDC_HOSTS", "").split(",") if host]
MFA_ADAPTER = "openinsa.config.accounts.SealedFactors"
MFA_FORMS = {
    "authenticate": "openinsa.entrance.factor_forms.CountedAuthenticateForm",
    "reauthenticate": "openinsa.entrance.factor_forms.CountedReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = _("오픈인사")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_HTTPS  # passkeys on http://localhost, for the demo

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = (
    24 * 60 * 60
)  # openinsa.entrance ends sessions earlier: when idle, and by each institution's rules
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = (
    "django.contrib.messages.storage.cookie.CookieStorage"  # they may hold names; sessions hold none
)
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_HTTPS
if BEHIND_HTTPS:  # a browser takes these names only from this very host, over TLS
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
WEBHOOK_HOSTS = {host for host in os.environ.get("OPENINSA_WEBHOOK_HOSTS", "").split(",") if host}
SMTP_URL = os.environ.get("OPENINSA_SMTP_URL", "")
SMTP_PASSWORD = word_or_file("OPENINSA_SMTP_PASSWORD")
SMTP_CA_FILE = os.environ.get("OPENINSA_SMTP_CA_FILE", "")
MAILS_A_MINUTE = int(os.environ.get("OPENINSA_MAILS_A_MINUTE", "300"))
BOUNCE_ADDRESS = os.environ.get("OPENINSA_BOUNCE_ADDRESS", "")
SMS_FILE = os.environ.get("OPENINSA_SMS_FILE", "")
API_BODY_BYTES = 4 * 1024 * 1024
API_CALLS_A_MINUTE = int(os.environ.get("OPENINSA_API_CALLS_A_MINUTE", "600"))  # of one token
# Uploads hold personal data: they never touch the disk unsealed.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

LOG_FORMAT = os.environ.get("OPENINSA_LOG_FORMAT") or ("text" if sys.stderr.isatty() else "json")
LOGGING = logging_settings(os.environ.get("OPENINSA_LOG_LEVEL", "WARNING"), LOG_FORMAT)
