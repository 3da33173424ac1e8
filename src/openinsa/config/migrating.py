"""Run as a process of its own by `openinsa migrate`, because it works as the owner of the tables."""

import os

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from openinsa.config.database import grant_to_web, prepare_embedded


def migrate() -> None:
    """Make the embedded database where it is missing, run the migrations and give the web role its rights."""
    if not os.environ.get("OPENINSA_OWNER_DATABASE_URL"):
        prepare_embedded(settings.DATABASES["default"]["HOST"])
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        grant_to_web(cursor)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openinsa.config.settings")
    migrate()
