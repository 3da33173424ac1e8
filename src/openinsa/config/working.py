"""One worker process, run by `openinsa worker`, which starts the next when this one ends by itself."""

import gc
import os

import django
from django.core.management import call_command

STOP_SECONDS = 15  # less than whoever started it waits (openinsa.config.serving)


def work() -> None:
    """Work off the queue until told to stop, or until the database is gone."""
    django.setup()
    from openinsa.config.watching.jobs import watch_jobs  # its rooms need Django to be set up

    watch_jobs()
    gc.freeze()  # as openinsa.config.wsgi does
    call_command("procrastinate", "worker", concurrency=1, shutdown_graceful_timeout=STOP_SECONDS)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openinsa.config.settings")
    work()
