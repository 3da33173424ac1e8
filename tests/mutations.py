"""Files and requests as they arrive broken: mutated by lot from whole ones, and sent to the pages that take them.

Whatever arrives, the answer is a page, never a server error; what is refused says so in one sentence and leaves
every table as it was.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from random import Random
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

import clerks
from office import JUNE, Office
from openinsa.exchange.month_workbook import MonthLine, month_workbook
from openinsa.people.tenancy import set_context, within
from openinsa.staffing.actions.months import fill_month

FAULT = re.compile(
    r'class="form-hint-invalid"[^>]*>(.*?)</p>|class="krds-alert danger[^>]*>(.*?)</div>'
    r'|<h1>[^<]*</h1>\s*<p>(.*?)</p>\s*<a class="krds-btn secondary"',
    re.DOTALL,
)
TAG = re.compile(r"<[^>]+>")
NOT_FOR_PEOPLE = re.compile(r"Traceback|Error|Exception|None|\bNaN\b|0x[0-9a-f]+")
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ODD_TEXTS = [
    "",
    "\0",
    "=1+1",
    "'; DROP TABLE people_person;--",
    "가" * 40_000,
    "1e999",
    "-0",
    "9" * 400,
    "2026-02-30",
    "\ud7ff\ufffe",
    "😀",
    "<script>",
    "%s%n",
    "850412-1",
]
ODD_CELLS = [text for text in ODD_TEXTS if not {"\0", "\ufffe"} & set(text) and len(text) < 30_000]
ODD_VALUES: list[Any] = [None, True, -1, 0, 1.5, 10**30, "", [], {}, [[]], "2026-13-01", "\0", [None] * 50, {"a": {"a": {"a": []}}}]  # fmt: skip
COUNTS = """
    SELECT (SELECT count(*) FROM people_person), (SELECT count(*) FROM staffing_contract),
        (SELECT count(*) FROM staffing_day WHERE mark <> ''), (SELECT count(*) FROM payroll_onetimepayment),
        (SELECT count(*) FROM staffing_importfile), (SELECT count(*) FROM payroll_premiumbill),
        (SELECT md5(string_agg(d::text, '|' ORDER BY id)) FROM staffing_day d)
"""


@dataclass(frozen=True)
class Arrival:
    """Something broken on its way to an address."""

    address: str
    by: str
    fields: dict[str, Any]
    file: tuple[str, bytes] | None
    body: bytes | None


def wrong_bytes(content: bytes, chance: Random) -> bytes:
    """Some bytes changed."""
    changed = bytearray(content)
    for _ in range(chance.randrange(1, 30)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(content: bytes, chance: Random) -> bytes:
    """The end is missing, as after a broken transfer."""
    return content[: chance.randrange(len(content))]


def stuffed(content: bytes, chance: Random) -> bytes:
    """A piece repeated or foreign bytes in the middle."""
    place, piece = chance.randrange(len(content)), chance.randrange(1, 2_000)
    extra = chance.choice([content[place : place + piece], bytes(piece), PDF])
    return content[:place] + extra + content[place:]


def repacked(content: bytes, chance: Random) -> bytes:
    """One part of a package changed within: other text, a part missing, a part twice as a stranger's program writes it."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return wrong_bytes(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = chance.choice(sorted(parts))
    how = chance.randrange(3)
    if how == 0:
        del parts[name]
    elif how == 1 and parts[name]:
        parts[name] = wrong_bytes(parts[name], chance)
    else:
        parts[name] = _other_texts(parts[name], chance)
    return _packed(parts)


def _other_texts(part: bytes, chance: Random) -> bytes:
    pieces = re.split(rb"(>)([^<>]+)(<)", part)
    for place in range(2, len(pieces), 4):
        if chance.random() < 0.2:
            odd = chance.choice(ODD_TEXTS).encode("utf-8", "replace")
            pieces[place] = odd.replace(b"&", b"").replace(b"<", b"").replace(b"\0", b"")
    return b"".join(pieces)


def _packed(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


FILE_MUTATIONS: list[Callable[[bytes, Random], bytes]] = [wrong_bytes, cut, stuffed, repacked, repacked]


def odd_cells(grid: list[list[Any]], chance: Random) -> list[list[Any]]:
    """Some cells hold what nobody should type."""
    return [[chance.choice(ODD_CELLS) if chance.random() < 0.1 else cell for cell in row] for row in grid]


def odd_json(value: Any, chance: Random) -> Any:
    """A body with some of its values replaced, dropped or of another kind."""
    if chance.random() < 0.12:
        return chance.choice(ODD_VALUES)
    if isinstance(value, dict):
        return {key: odd_json(one, chance) for key, one in value.items() if chance.random() > 0.05}
    if isinstance(value, list):
        return [odd_json(one, chance) for one in value]
    return value


class BrokenPost:
    """An endless post of broken things for one office, the same for the same seed."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.chance = office, Random(seed)
        office.employ("김하늘")
        office.employ("박새봄")
        self.month = office.month(JUNE).pk
        fill_month(office.clerk, self.month)
        self.rows = sorted(_contracts())
        self.clients = {"hr": _client(office.hr_officer), "payroll": _client(office.payroll_officer)}
        office.enter()

    def arrivals(self, count: int) -> Iterator[Arrival]:
        makers = [self._register, self._register, self._month_sheet, self._bill, self._one_time, self._cells]
        for number in range(count):
            yield makers[number % len(makers)]()

    def deliver(self, one: Arrival) -> str:
        """Send it; what is wrong with the answer or with what it left behind, or nothing."""
        before = self._counts()
        set_context(None)
        answer = self._send(one)
        after = self._counts()
        if answer.status_code >= 500:
            return f"{one.address}: {answer.status_code}"
        shown = one.body is not None or 'name="grounds"' in answer.content.decode()
        if answer.status_code == 302 or (shown and answer.status_code == 200):
            return ""  # taken as it was: broken where it does not matter, or shown for checking
        if before != after:
            return f"{one.address}: refused with {answer.status_code}, and {before} became {after}"
        return self._bad_sentence(one, answer)

    def _send(self, one: Arrival) -> Any:
        client = self.clients[one.by]
        if one.body is not None:
            return client.post(one.address, one.body, content_type="application/json")
        name, content = one.file or ("", b"")
        return client.post(one.address, {**one.fields, "file": SimpleUploadedFile(name, content)})

    def _counts(self) -> tuple[Any, ...]:
        with within(self.office.institution.pk), connection.cursor() as cursor:
            cursor.execute(COUNTS)
            return tuple(cursor.fetchone())

    @staticmethod
    def _bad_sentence(one: Arrival, answer: Any) -> str:
        text = answer.content.decode()
        if one.body is not None:
            if "json" not in answer["Content-Type"]:
                return f"{one.address}: {answer.status_code} is no JSON: {one.body[:120]!r}"
            said = [str(json.loads(text).get("sentence", ""))]
        else:
            said = [unescape(TAG.sub("", "".join(one))).strip() for one in FAULT.findall(text)]
        wrong = [one for one in said if not one or NOT_FOR_PEOPLE.search(one) or len(one) > 400]
        if not said or wrong:
            return f"{one.address}: {answer.status_code} said {said}"
        return ""

    def _broken(self, content: bytes) -> bytes:
        return self.chance.choice(FILE_MUTATIONS)(content, self.chance)

    def _name(self, name: str) -> str:
        return self.chance.choice([name, name, "명단", "명단.pdf", "../../명단.xlsx", "가" * 150 + ".xls"])

    def _register(self) -> Arrival:
        grid = clerks.a_sheet(
            [clerks.a_person(self.chance) for _ in range(3)],
            clerks.Habits.drawn(self.chance),
            self.office.department.name,
            self.office.project.name,
        )
        kind = self.chance.randrange(6)
        if kind == 0:
            content = clerks.as_csv(odd_cells(grid, self.chance), self.chance.choice(["utf-8-sig", "utf-16"]))
        elif kind == 1:
            content = self._broken(PDF)
        else:
            writer = self.chance.choice([clerks.as_xlsx, clerks.as_xls, clerks.as_ods])
            content = self._broken(writer({"명단": grid}))
        return Arrival(reverse("staffing:registrations"), "hr", {}, (self._name("명단.xlsx"), content), None)

    def _month_sheet(self) -> Arrival:
        days = {date(2026, 6, number): 8 for number in range(1, 31)}
        content = month_workbook("공원녹지과", "꽃길", JUNE, [MonthLine("김하늘", "850412", days)])
        address = reverse("staffing:month_upload", args=[self.month])
        return Arrival(address, "hr", {}, (self._name("6월.xlsx"), self._broken(content)), None)

    def _bill(self) -> Arrival:
        grid = [
            ["성명", "주민등록번호", "건강보험료", "장기요양보험료"],
            ["김하늘", "850412-1000001", 91_110, 11_980],
        ]
        content = self._broken(clerks.as_xlsx({"고지": odd_cells(grid, self.chance)}))
        fields = {
            "insurance": self.chance.choice(["health", "pension", "무엇"]),
            "month": self.chance.choice(["2026-06", "", "0001-01"]),
        }
        return Arrival(reverse("payroll:bills"), "payroll", fields, (self._name("고지.xlsx"), content), None)

    def _one_time(self) -> Arrival:
        grid = [["성명", "주민등록번호", "금액"], ["김하늘", "850412-1000001", 200_000]]
        content = self._broken(clerks.as_xlsx({"지급": odd_cells(grid, self.chance)}))
        address = reverse("payroll:pay_once", args=[self.office.project.pk])
        return Arrival(address, "hr", {}, (self._name("지급.xlsx"), content), None)

    def _cells(self) -> Arrival:
        asked = {
            "request_id": str(uuid4()),
            "kind": "paste",
            "cells": [[row, f"2026-06-{day:02}", "8", "연"] for row in self.rows for day in (1, 2, 3)],
        }
        body = json.dumps(odd_json(asked, self.chance)).encode()
        if self.chance.random() < 0.3:
            body = self.chance.choice([wrong_bytes, cut])(body, self.chance)
        return Arrival(reverse("staffing:month_cells", args=[self.month]), "hr", {}, None, body)


def _contracts() -> list[int]:
    from openinsa.staffing.models import Contract

    return list(Contract.objects.values_list("pk", flat=True))


def _client(user: Any) -> Client:
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.force_login(user)
    return client
