"""The real settings on a database of their own, with quick passwords and files served as they lie."""

import os

from openinsa.config.places import CHECKOUT

os.environ["OPENINSA_DATA"] = os.environ.get("OPENINSA_TEST_DATA") or str(CHECKOUT / "var" / "tests")
os.environ.pop("DATABASE_URL", None)
os.environ.pop("OPENINSA_OWNER_DATABASE_URL", None)

from openinsa.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "plain_static_files.PlainStaticFiles"},
}
SECOND_FACTOR_ROLES = ()  # an institution's rules ask for one where a test means it
