"""Log lines without personal data: one formatter for machines (JSON), one for terminals.

A line holds what the program says of itself: templates of messages, names of routes, numbers of rows, states and
places in the code. What was typed, stored or asked never gets in: texts put into a message are left out, and of
an exception only its kind, what the database calls the broken rule, and the way through the code remain.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.http import HttpRequest

ROOT = Path(__file__).resolve().parents[3]
REQUEST: ContextVar[HttpRequest | None] = ContextVar("request being answered", default=None)
JOB: ContextVar[Mapping[str, Any] | None] = ContextVar("job being performed", default=None)
LEFT_OUT = "…"
FRAMES_AT_MOST = 30
# Letters of other scripts, quoted words, addresses of post, long numbers, and what PostgreSQL puts in brackets.
VALUES = re.compile(
    r"""[^\x00-\x7f]+ | '[^']*' | "[^"]*" | \S+@\S+ | =\(.*?\) | \b\d[\d\-]{5,}\b | \?\S+""", re.VERBOSE
)
OWN_FIELDS = frozenset(
    {"method", "route", "status", "ms", "kind", "state", "job", "institution", "user", "request"}
)


def line_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a log line may say."""
    line: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": message_of(record),
        **_of_request(),
        **(JOB.get() or {}),
        **{name: value for name, value in vars(record).items() if name in OWN_FIELDS and _harmless(value)},
    }
    if record.exc_info and record.exc_info[1] is not None:
        line["error"] = list(errors_of(record.exc_info[1]))
    return line


def message_of(record: logging.LogRecord) -> str:
    """The message with its numbers; texts put into it are left out."""
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    template = VALUES.sub(LEFT_OUT, record.msg)
    if not record.args:
        return template
    arguments = record.args if isinstance(record.args, tuple) else tuple(record.args.values())
    kept = tuple(one if isinstance(one, bool | int | float) else LEFT_OUT for one in arguments)
    try:
        return template % kept
    except (TypeError, ValueError):
        return template


def errors_of(error: BaseException) -> Iterator[dict[str, Any]]:
    """An exception and what caused it: kind, broken rule of the database, places in the code. Never its text."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield {
            "kind": f"{type(cause).__module__}.{type(cause).__qualname__}",
            **_told_by_database(cause),
            "at": [
                f"{_place(frame.filename)}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(cause.__traceback__)[-FRAMES_AT_MOST:]
            ],
        }
        cause = cause.__cause__ or cause.__context__


def _told_by_database(error: BaseException) -> dict[str, str]:
    told = getattr(error, "diag", None)
    names = {"sqlstate": "sqlstate", "constraint": "constraint_name", "table": "table_name"}
    return {name: str(value) for name, key in names.items() if (value := getattr(told, key, None))}


def _place(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-3:])


def _of_request() -> dict[str, Any]:
    """Number of the request, name of its route, numbers of user and institution."""
    request = REQUEST.get()
    if request is None:
        return {}
    user = getattr(request, "_cached_user", None)
    return {
        "request": getattr(request, "number", ""),
        "route": route_of(request),
        **({"user": user.pk, "institution": user.institution_id} if user and user.pk else {}),
    }


def route_of(request: HttpRequest) -> str:
    """The name of the address, never the address itself."""
    match = request.resolver_match
    return (match.view_name or match.route) if match else "unknown"


def _harmless(value: object) -> bool:
    return isinstance(value, bool | int | float) or (isinstance(value, str) and not VALUES.search(value))


class JsonLines(logging.Formatter):
    """One line of JSON for each record."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(line_of(record), ensure_ascii=False)


class Plain(logging.Formatter):
    """The same for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        line = line_of(record)
        errors = line.pop("error", [])
        head = " ".join(str(line.pop(name)) for name in ("at", "level", "logger", "message"))
        rest = " ".join(f"{name}={value}" for name, value in line.items())
        below = [f"\n  {one['kind']}" + "".join(f"\n    {place}" for place in one["at"]) for one in errors]
        return f"{head} {rest}".rstrip() + "".join(below)


def logging_settings(level: str, form: str) -> dict[str, Any]:
    """Django's LOGGING. SQL and templates are never logged, whatever the level: they hold values."""
    silent = {"level": "ERROR", "propagate": False, "handlers": []}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "openinsa.config.watching.logs.JsonLines"},
            "text": {"()": "openinsa.config.watching.logs.Plain"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.db.backends": silent,
            "django.template": silent,
            "openinsa.request": {"level": "INFO" if form == "json" else level},
            "openinsa.job": {"level": "INFO" if form == "json" else level},
        },
    }
