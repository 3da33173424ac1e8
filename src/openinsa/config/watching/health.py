"""Whether this process lives, and whether the installation is ready: for a proxy, a container, a watch."""

import shutil
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse

from openinsa.config.watching import state

APPLIED = "SELECT app, name FROM django_migrations"
LEAST_FREE = 512 * 1024 * 1024
LONGEST_WAIT = 600
"""Seconds that a job may wait for a worker before the installation is called not ready."""


@login_not_required
def live(request: HttpRequest) -> HttpResponse:
    """This process answers. Asks nobody else, so that a broken database does not restart every web process."""
    return JsonResponse({"status": "ok"})


@login_not_required
def ready(request: HttpRequest) -> HttpResponse:
    """Each check by name, ok or failed; 503 when one that a request needs has failed."""
    told = {name: _held(check) for name, check in CHECKS.items()}
    good = all(told[name] for name in NEEDED)
    answer = {
        "status": "ok" if good else "failed",
        "checks": {k: "ok" if v else "failed" for k, v in told.items()},
    }
    return JsonResponse(answer, status=200 if good else 503)


def _held(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        return False


def _database() -> bool:
    return state.value("SELECT 1") == 1


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Those of this version; read once, because a watch asks every few seconds."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return frozenset(loader.disk_migrations)


def _migrations() -> bool:
    return _known_migrations() <= {(app, name) for app, name in state.rows(APPLIED)}


def _disk() -> bool:
    return shutil.disk_usage(settings.DATA).free >= LEAST_FREE


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "disk": _disk,
    "queue": lambda: state.value(state.WAITING) < LONGEST_WAIT,
    "worker": lambda: state.value(state.WORKERS) > 0,
}
NEEDED = ("database", "migrations", "disk")
"""A web process without a worker still answers; that the queue stands is for the watch, not for the proxy."""
