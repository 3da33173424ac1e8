"""The end of a month: clerks enter, payroll officers read, workers fetch their payslips, all at once.

The real server on a database of real size; every request is really sent. Afterwards the database is asked
whether every acknowledged save is there, once. A percentile is told as multiples of the same request alone.
"""

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from statistics import quantiles
from threading import local
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parent))

from stage import fresh_database, session_of, web_server

PEOPLE, PROJECTS = 13_500, 1_260
JUNE, JULY, LAST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 7, 31)
CLERKS, OFFICERS, WORKERS = 50, 20, 500
CLERK_PAUSE, OFFICER_PAUSE = 4.0, 6.0  # from one save, or one page, to the next
SECONDS, ALONE = 120, 15
MOST = 1.5  # 300 ms where C takes 200 ms
MARKS = ("8", "연", "결", "8")


@dataclass
class Visitor:
    """One signed-in person: a session, and a connection of its own that stays open."""

    session: str
    address: str
    asked: dict[str, list[float]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    token: str = ""

    def __post_init__(self) -> None:
        self._kept = local()

    def ask(self, kind: str, path: str, body: dict[str, Any] | None = None) -> bytes:
        """Send one request and note how long its answer took, or that it was refused."""
        start = time.perf_counter()
        status, headers, content = self._send(path, body)
        self.asked.setdefault(kind, []).append(time.perf_counter() - start)
        if status != 200:
            self.refused.append(f"{kind} {path}: {status} {content[:300]!r}")
        for cookie in headers:
            if cookie.startswith("csrftoken="):
                self.token = cookie.partition("=")[2].partition(";")[0]
        return content

    def _send(self, path: str, body: dict[str, Any] | None) -> tuple[int, list[str], bytes]:
        connection = getattr(self._kept, "connection", None)
        if connection is None:
            parts = urlsplit(self.address)
            connection = self._kept.connection = HTTPConnection(str(parts.hostname), parts.port, timeout=60)
        sent = {"Cookie": f"sessionid={self.session}; csrftoken={self.token}"}
        if body is not None:
            sent |= {"Content-Type": "application/json", "X-CSRFToken": self.token}
        connection.request("GET" if body is None else "POST", path, body and json.dumps(body), sent)
        answer = connection.getresponse()
        content = answer.read()
        return answer.status, answer.headers.get_all("Set-Cookie") or [], content


@dataclass
class Clerk:
    """A clerk at the grid of one project: what the cells shall hold, and what was acknowledged."""

    visitor: Visitor
    month: int
    contracts: list[int]
    chance: Random
    stands: dict[tuple[int, str], str] = field(default_factory=dict)
    saves: int = 0

    def save(self) -> None:
        """Type one person's week, as the grid sends it after a short pause."""
        contract, first = self.chance.choice(self.contracts), JULY + timedelta(self.chance.randrange(0, 25))
        mark = self.chance.choice(MARKS)
        days = [str(first + timedelta(n)) for n in range(5)]
        cells = [[contract, day, self.stands.get((contract, day), ""), mark] for day in days]
        given = {"request_id": str(uuid4()), "kind": "type", "cells": cells}
        content = self.visitor.ask("clerk saves cells", f"/staffing/months/{self.month}/cells/", given)
        if self.visitor.refused:
            return
        told = {
            one["place"] for one in json.loads(content)["told"] if one["status"] in ("conflict", "locked")
        }
        self.stands |= {(contract, day): mark for place, day in enumerate(days) if place not in told}
        self.saves += 1


def run() -> list[dict[str, Any]]:
    """Everybody alone for a while, then everybody at once; then what the database holds."""
    with fresh_database():
        district = _district()
        with web_server() as address:
            clerks, officers, workers = _visitors(district, address)
            alone = _alone(clerks[0], officers[0], workers[0])
            seconds = _at_once(clerks, officers, workers[1:])
        everybody = [one.visitor for one in clerks] + officers + [one for one, _slip in workers]
        wrong = [text for one in everybody for text in one.refused] + _lost_or_doubled(clerks)
        if wrong:
            raise RuntimeError(f"{len(wrong)} wrong, such as {wrong[:5]}")
        return _rows(everybody, alone, seconds)


def _district() -> dict[str, Any]:
    """A paid June, July open, and the sessions of those who come."""
    from big_district import fill_and_pay

    from openinsa.people.tenancy import within

    officer = fill_and_pay("load", projects=PROJECTS, people=PEOPLE)
    with within(officer.institution_id, officer.pk):
        return {
            "institution": officer.institution_id,
            "officers": _users(officer, ["payroll_officer"], OFFICERS),
            "clerks": _clerks(officer),
            "workers": _workers(officer),
        }


def _users(by: Any, roles: list[str], count: int, people: list[int] | None = None) -> list[Any]:
    from openinsa.people.models import User

    return User.objects.bulk_create(
        User(
            institution_id=by.institution_id,
            username=f"{roles[0]}-{number}",
            name=f"{roles[0]} {number}",
            roles=roles,
            person_id=people[number] if people else None,
        )
        for number in range(count)
    )


def _clerks(officer: Any) -> list[tuple[Any, int, list[int]]]:
    """Each clerk with the open July of an own project and the contracts in it."""
    from openinsa.staffing.actions.months import ensure_month
    from openinsa.staffing.models import Contract, Project

    users = _users(officer, ["project_clerk"], CLERKS)
    projects = list(Project.objects.order_by("pk")[:CLERKS])
    for user, project in zip(users, projects, strict=True):
        project.clerks.add(user, through_defaults={"institution_id": officer.institution_id})
    return [
        (
            user,
            ensure_month(project, JULY).pk,
            list(Contract.objects.filter(project=project).values_list("pk", flat=True)),
        )
        for user, project in zip(users, projects, strict=True)
    ]


def _workers(officer: Any) -> list[tuple[Any, int]]:
    """Workers with their paid slips."""
    from openinsa.payroll.models import Payslip

    slips = list(Payslip.objects.order_by("pk").values_list("person_id", "pk")[:WORKERS])
    users = _users(officer, ["worker"], WORKERS, [person for person, _slip in slips])
    return [(user, slip) for user, (_person, slip) in zip(users, slips, strict=True)]


def _visitors(
    district: dict[str, Any], address: str
) -> tuple[list[Clerk], list[Visitor], list[tuple[Visitor, int]]]:
    def visitor(user: Any) -> Visitor:
        return Visitor(session_of(user), address)

    clerks = [
        Clerk(visitor(user), month, contracts, Random(number))
        for number, (user, month, contracts) in enumerate(district["clerks"])
    ]
    for clerk in clerks:
        clerk.visitor.ask("clerk opens the grid", f"/staffing/months/{clerk.month}/")
    workers = [(visitor(user), slip) for user, slip in district["workers"]]
    return clerks, [visitor(user) for user in district["officers"]], workers


OFFICERS_READ = {
    "officer opens the start page": "/",
    "officer reads pay runs": "/payroll/runs/",
    "officer searches payslips": "/payroll/slips/?q=person+77",
    "officer reads contracts": "/staffing/contracts/?page=7",
}


def _fetch(visitor: Visitor, slip: int) -> None:
    visitor.ask("worker lists payslips", "/payroll/my-slips/")
    visitor.ask("worker opens a payslip", f"/payroll/slips/{slip}/")
    visitor.ask("worker fetches the PDF", f"/payroll/slips/{slip}/statement.pdf")


def _alone(clerk: Clerk, officer: Visitor, worker: tuple[Visitor, int]) -> dict[str, float]:
    """Seconds of each kind of request while nothing else is asked: the median after the first."""
    for _ in range(ALONE):
        clerk.save()
        for kind, path in OFFICERS_READ.items():
            officer.ask(kind, path)
        _fetch(*worker)
    asked = clerk.visitor.asked | officer.asked | worker[0].asked
    idle = {kind: sorted(times[1:] or times)[len(times[1:]) // 2] for kind, times in asked.items()}
    for one in (clerk.visitor, officer, worker[0]):
        one.asked.clear()
    return idle


def _at_once(clerks: list[Clerk], officers: list[Visitor], workers: list[tuple[Visitor, int]]) -> float:
    """Everybody works for two minutes; the workers come one after another, evenly spread."""
    chance, begin = Random(1), time.perf_counter()

    def until_the_end(act: Callable[[], object], pause: float, wait: float) -> None:
        time.sleep(wait)
        while time.perf_counter() < begin + SECONDS:
            act()
            time.sleep(pause * (0.5 + chance.random()))

    def once(visitor: Visitor, slip: int, wait: float) -> None:
        time.sleep(wait)
        _fetch(visitor, slip)

    def read(visitor: Visitor) -> None:
        visitor.ask(*chance.choice(list(OFFICERS_READ.items())))

    with ThreadPoolExecutor(CLERKS + OFFICERS + WORKERS) as pool:
        begun = [
            *(
                pool.submit(until_the_end, one.save, CLERK_PAUSE, chance.random() * CLERK_PAUSE)
                for one in clerks
            ),
            *(
                pool.submit(
                    until_the_end, lambda one=one: read(one), OFFICER_PAUSE, chance.random() * OFFICER_PAUSE
                )
                for one in officers
            ),
            *(
                pool.submit(once, visitor, slip, SECONDS * number / WORKERS)
                for number, (visitor, slip) in enumerate(workers)
            ),
        ]
        for one in begun:
            one.result()
    return time.perf_counter() - begin


def _lost_or_doubled(clerks: list[Clerk]) -> list[str]:
    """What the database does not hold as it was acknowledged: every cell, every save, every look at a slip."""
    from django.db import connection

    from openinsa.people.models import Institution
    from openinsa.people.tenancy import within
    from openinsa.staffing.models import Day, SavedRequest

    with within(None):
        institution = Institution.objects.get().pk
    wrong = []
    with within(institution):
        for clerk in clerks:
            days = Day.objects.filter(contract__in=clerk.contracts, date__range=(JULY, LAST))
            held = {(day.contract_id, str(day.date)): day.mark for day in days}
            wrong += [
                f"cell {place}: {held.get(place)}, acknowledged {mark}"
                for place, mark in clerk.stands.items()
                if held.get(place) != mark
            ]
            if (kept := SavedRequest.objects.filter(project_month_id=clerk.month).count()) != clerk.saves:
                wrong.append(f"month {clerk.month}: {kept} saves kept, {clerk.saves} acknowledged")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM privacy_accessrecord WHERE what = 'wage_statement'")
            looks = cursor.fetchone()[0]
    asked = WORKERS - 1 + ALONE
    return wrong if looks == asked else [*wrong, f"{looks} looks at statements recorded, {asked} answered"]


def _rows(everybody: list[Visitor], alone: dict[str, float], seconds: float) -> list[dict[str, Any]]:
    times: dict[str, list[float]] = {}
    for one in everybody:
        for kind, took in one.asked.items():
            times.setdefault(kind, []).extend(took)
    times.pop("clerk opens the grid", None)
    every = [took for took_all in times.values() for took in took_all]
    times["all requests"] = every
    alone["all requests"] = sum(alone[kind] * len(times[kind]) for kind in times if kind in alone) / len(
        every
    )
    return [
        {
            "job": f"end of month: {kind}, 95th percentile",
            "unit": "request",
            "count": 1,
            "seconds": _percentile(took),
            "limit": MOST,
            "requests": len(took),
            "a second": round(len(took) / seconds, 1),
            "alone ms": round(alone[kind] * 1000, 1),
            "times alone": round(_percentile(took) / alone[kind], 1),
            "median ms": round(sorted(took)[len(took) // 2] * 1000, 1),
        }
        for kind, took in sorted(times.items())
    ]


def _percentile(took: list[float]) -> float:
    return quantiles(took, n=20)[-1]
