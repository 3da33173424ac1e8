"""Settings of the site that browser tests look at: the real ones, files served as they lie, demo logins."""

import os

os.environ["OPENINSA_DEMO"] = "1"

from openinsa.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "plain_static_files.PlainStaticFiles"},
}
WHITENOISE_USE_FINDERS = True
ACCOUNT_RATE_LIMITS = False
