"""What an office types in is nowhere in clear: not in a dump, not in a byte of the database's files, its log of
changes, its logs, or the data folder. That the search finds what is there is shown first."""

import logging
import random
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

import databases
from clerks import as_xlsx
from closing import close
from exports import GIVEN, taken_out
from office import JUNE, Office, new_office
from openinsa.compute.keeping import restore
from openinsa.config.backing_up import program
from openinsa.config.database import prepare_embedded
from openinsa.jobs import work
from openinsa.jobs.models import Job
from openinsa.payroll.models import MonthInputs, Payslip
from openinsa.people.models import Person
from openinsa.people.tenancy import set_context, within
from openinsa.privacy.actions import reveal
from openinsa.privacy.reasons import Reason

WHY = Reason("pay", "지급 계좌를 확인함")


@dataclass(frozen=True)
class Numbers:
    """Numbers that nobody else in the test's server has."""

    mark: str
    resident: list[str]
    phone: list[str]
    account: list[str]
    address: list[str]
    planted: str

    @property
    def of_people(self) -> list[str]:
        return [*self.resident, *self.phone, *self.account, *self.address]


@pytest.fixture(scope="module")
def numbers() -> Numbers:
    """Made so that each holds the same four digits side by side, by which they are looked for."""
    mark = f"{random.SystemRandom().randrange(1_000, 10_000)}"
    return Numbers(
        mark,
        resident=[f"850412-1{mark}{at}7" for at in range(6)],
        phone=[f"010-70{at}2-{mark}" for at in range(6)],
        account=[f"3021{mark}000{at}" for at in range(6)],
        address=[f"가온시 무지개로 {mark}길 {at}" for at in range(6)],
        planted=f"900101-2{mark}99",
    )


NEAR = 200  # bytes around a find in which a whole number fits, however it is written


def ways_to_write(text: str) -> Iterator[bytes]:
    """In UTF-8, in UTF-16, and as a dump writes bytes."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield text.encode(encoding)
        yield text.encode(encoding).hex().encode()


def found_in(content: bytes, mark: str, *searched: str) -> set[str]:
    """Which of the numbers stand there, with or without dashes."""
    near = b"\n".join(
        content[max(0, place.start() - NEAR) : place.end() + NEAR]
        for way in ways_to_write(mark)
        for place in re.finditer(re.escape(way), content)
    )
    return {
        number
        for number in searched
        for text in {number, number.replace("-", "")}
        if any(way in near for way in (*ways_to_write(text), text.encode("unicode_escape")))
    }


@dataclass(frozen=True)
class Lived:
    """An office in which much was done, the moment before, and what the programs said meanwhile."""

    office: Office
    database: str
    log_before: int
    wal_before: str
    said: str


@pytest.fixture
def lived(fresh_database: str, numbers: Numbers, caplog: pytest.LogCaptureFixture) -> Lived:
    prepare_embedded(databases.socket(), fresh_database)  # as `openinsa migrate` does
    log = Path(settings.DATA) / "database" / "log"
    before = log.stat().st_size
    (wal,) = asked("SELECT pg_walfile_name(pg_current_wal_lsn())")
    with caplog.at_level(logging.DEBUG):
        with transaction.atomic():
            office = office_with_people(numbers)
        work_on_pages(office, numbers)
        fail_in_the_database(numbers.resident[0])
    return Lived(office, fresh_database, before, wal, caplog.text)


def asked(query: str) -> list[str]:
    with databases.server() as superuser:
        return [value for (value,) in superuser.execute(query).fetchall()]


def office_with_people(numbers: Numbers) -> Office:
    """People registered, one with another account later, a paid month, a look at a number."""
    office = new_office()
    for resident, phone, account, address in zip(
        numbers.resident[:2], numbers.phone[:2], numbers.account[:2], numbers.address[:2], strict=True
    ):
        office.employ(resident_number=resident, phone=phone, account=account, address=address)
    another = office.new_project("산불 감시", starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    office.employ(
        resident_number=numbers.resident[0],
        account=numbers.account[2],
        project=another.name,
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 6, 30),
    )
    close(office, JUNE)
    reveal(office.payroll_officer, Person.objects.first(), "account", reason=WHY, address="10.0.0.1")
    return office


def work_on_pages(office: Office, numbers: Numbers) -> None:
    """Files uploaded, one saved by a job, one refused, one left; papers fetched, numbers shown and looked for."""
    clerk, payroll = signed_in(office, "clerk"), signed_in(office, "payroll_officer")
    for at in (3, 4, 5):
        upload(clerk, office, numbers, at)
    with within(office.institution.pk):
        slip, person = Payslip.objects.first(), Person.objects.order_by("pk").first()
        jobs = list(Job.objects.values_list("pk", flat=True))
    for job in jobs:
        work.perform(job, office.institution.pk)
    shown = payroll.post(
        f"/staffing/people/{person.pk}/show/resident_number/", {**GIVEN}, headers={"HX-Request": "true"}
    )
    assert numbers.resident[0] in shown.content.decode()
    taken_out(payroll, f"/payroll/slips/{slip.pk}/statement.pdf")
    taken_out(payroll, f"/payroll/runs/{slip.run_id}/ledger.xlsx")
    payroll.get("/staffing/people/", {"q": numbers.resident[0]})
    payroll.get("/staffing/people/", {"q": numbers.phone[0]})


def signed_in(office: Office, who: str) -> Client:
    client = Client()
    with transaction.atomic():
        set_context(office.institution.pk)
        client.force_login(getattr(office, who))
    return client


def upload(client: Client, office: Office, numbers: Numbers, at: int) -> None:
    head = [
        "성명",
        "주민등록번호",
        "부서",
        "사업명",
        "계약시작일",
        "계약종료일",
        "일급",
        "전화번호",
        "계좌번호",
        "주소",
    ]
    row = [
        "김하늘",
        numbers.resident[at] if at != 5 else f"{numbers.resident[at]}9",
        *("공원녹지과", "공원 환경정비", "2026-03-02", "2026-08-31", 96_968),
        *(numbers.phone[at], numbers.account[at], numbers.address[at]),
    ]
    file = SimpleUploadedFile("명단.xlsx", as_xlsx({"명단": [head, row]}))
    page = client.post("/staffing/registrations/", {"file": file})["Location"]
    text = confirmed(client, page)
    if shown := re.search(r'name="shown" value="([^"]+)"', text):
        client.post(f"{page}save/", {"shown": shown[1]})


def confirmed(client: Client, page: str) -> str:
    """The page of a file once its columns are confirmed as proposed."""
    chosen = {}
    for select in re.findall(r"<select.*?</select>", client.get(page).content.decode(), re.S):
        name, value = (re.search(one, select) for one in (r'name="([^"]+)"', r'value="([^"]*)" selected'))
        if name:
            chosen[name[1]] = value[1] if value else ""
    client.post(f"{page}confirm/", chosen)
    return client.get(page).content.decode()


def fail_in_the_database(number: str) -> None:
    """A statement with a number in it that the server refuses, as a fault of the program would send it."""
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [number])


def dump_of(database: str, folder: Path, form: str) -> bytes:
    """A whole dump, in the end as plain SQL."""
    dump = [program("pg_dump", 0), "-h", databases.socket(), "-U", "postgres", f"--format={form}", database]
    made = subprocess.run(dump, capture_output=True, check=True).stdout
    if form == "plain":
        return made
    (folder / "dump").write_bytes(made)
    unpack = [program("pg_restore", 0), "--file=-", str(folder / "dump")]
    return made + subprocess.run(unpack, capture_output=True, check=True).stdout


def files_of(lived: Lived) -> Iterator[bytes]:
    """Every byte on the disk that this office can have left: tables, log of changes, log, other files."""
    data = Path(settings.DATA)
    server = data / "database"
    with databases.server() as superuser:
        superuser.execute("CHECKPOINT")
    (oid,) = asked(f"SELECT oid FROM pg_database WHERE datname = '{lived.database}'")
    wal = [one for one in (server / "pg_wal").iterdir() if one.is_file() and one.name >= lived.wal_before]
    temporary = server / "base" / "pgsql_tmp"
    for path in [*(server / "base" / str(oid)).iterdir(), *wal, *(server / "global").iterdir()]:
        yield path.read_bytes()
    for path in [*temporary.rglob("*"), *(server / "pg_stat").rglob("*")]:
        yield path.read_bytes()
    with (server / "log").open("rb") as log:
        log.seek(lived.log_before)
        yield log.read()
    for place in data.iterdir():
        if place.name not in {"database", "secrets"}:
            yield from (path.read_bytes() for path in [place, *place.rglob("*")] if path.is_file())


def unpacked(lived: Lived) -> Iterator[str]:
    """What stands packed in a column: sessions and the kept inputs of a pay run."""
    for session in Session.objects.all():
        yield str(session.get_decoded())
    with within(lived.office.institution.pk):
        for kept in MonthInputs.objects.all():
            yield str(restore(bytes(kept.tables)))


def test_no_number_stands_anywhere_in_clear(lived: Lived, numbers: Numbers, tmp_path: Path) -> None:
    """주민등록번호·전화번호·계좌번호·주소가 덤프와 데이터 폴더 어디에도 그대로 남지 않는다."""
    with within(lived.office.institution.pk):
        assert Person.objects.count() >= 3
        assert Session.objects.count() >= 2
    with psycopg.connect(
        host=databases.socket(), user="postgres", dbname=lived.database, autocommit=True
    ) as superuser:
        superuser.execute("CREATE TABLE planted AS SELECT %s::text AS number", [numbers.planted])
    searched = [numbers.mark, *numbers.of_people, numbers.planted]
    for form in ("plain", "custom"):
        assert found_in(dump_of(lived.database, tmp_path, form), *searched) == {numbers.planted}
    everything = b"\0".join(files_of(lived))
    assert found_in(everything, *searched) == {numbers.planted}
    assert everything.count(numbers.planted.encode()) >= 2  # in the table and in the log of changes
    assert found_in("".join(unpacked(lived)).encode(), *searched) == set()
    assert found_in(lived.said.encode(), *searched) == set()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("written", ["900101-2345678", "9001012345678"])
def test_the_search_finds_a_number_however_it_is_written(encoding: str, written: str) -> None:
    around = b"\x01\x02" * 500 + written.encode(encoding) + b"\x03" * 500
    numbers = ["2345", "900101-2345678", "900101-2345679"]
    assert found_in(around, *numbers) == {"900101-2345678"}
    assert found_in(around.hex().encode(), *numbers) == {"900101-2345678"}
