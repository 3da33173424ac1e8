"""A new key for an institution while people work: nothing is lost, nothing stays under the old one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

import databases
from office import Office, new_office
from openinsa.people.models import Person
from openinsa.people.tenancy import within
from openinsa.privacy import rotation
from openinsa.privacy.models import ChangeRecord, DataKey
from openinsa.privacy.rotation import (
    begin_rotation,
    history_by_key,
    let_old_keys_go,
    rotate,
    sealed_columns,
    values_by_key,
)
from openinsa.privacy.sealing import DATA, Sealer, make_data_key
from openinsa.staffing.models import ImportFile

ACCOUNTS = [f"3010{number:08}" for number in range(7)]


def unheard(done: int, total: int) -> None:
    """Nobody asks how far it is."""


@pytest.fixture
def office(db: None) -> Office:
    """Seven people with numbers, and a file that somebody uploaded."""
    office = new_office()
    for account in ACCOUNTS:
        office.employ(account=account, phone="010-1234-9876")
    ImportFile.objects.create(
        institution=office.institution,
        kind=ImportFile.Kind.REGISTER,
        name="명단.xlsx",
        content_sealed=Sealer(office.institution.pk).seal("the content of a file" * 1_000),
        uploaded_by=office.hr_officer,
    )
    return office


def accounts_of(office: Office) -> list[str]:
    sealer = Sealer(office.institution.pk)
    return [sealer.open(one.account_sealed) for one in Person.objects.order_by("pk")]


def test_every_value_is_sealed_anew_and_says_the_same(office: Office) -> None:
    """열쇠를 바꿔도 값은 그대로이고 모두 새 열쇠로 봉해진다."""
    before = {**values_by_key()}
    token = Sealer(office.institution.pk).token("850412-1234567")
    assert begin_rotation(office.institution.pk) == 2
    assert rotate(office.institution.pk, office.hr_officer.pk, unheard)["left"] == 0
    assert values_by_key() == {2: before[1]}
    assert before[1] == 3 * len(ACCOUNTS) + 1
    assert accounts_of(office) == ACCOUNTS
    assert Sealer(office.institution.pk).token("850412-1234567") == token
    sealed = ImportFile.objects.get().content_sealed
    assert Sealer(office.institution.pk).open(sealed) == "the content of a file" * 1_000


def test_the_old_key_stays_for_the_history_and_an_auditor_can_still_be_answered(office: Office) -> None:
    """이력에 남은 옛 계좌번호는 물러난 열쇠로 계속 확인한다."""
    contract = office.employ(account="30109998887")
    sealer = Sealer(office.institution.pk)
    Person.objects.filter(pk=contract.person_id).update(account_sealed=sealer.seal("30101112223"))
    begin_rotation(office.institution.pk)
    rotate(office.institution.pk, None, unheard)
    key = DataKey.objects.get(purpose=DATA, number=1)
    assert key.retired_at
    assert history_by_key().keys() == {1}
    change = ChangeRecord.objects.get(table_name="people_person", verb="update")
    opened = [
        Sealer(office.institution.pk).open(bytes.fromhex(side["account_sealed"].removeprefix("\\x")))
        for side in (change.before, change.after)
    ]
    assert opened == ["30109998887", "30101112223"]


def test_a_key_that_nothing_carries_any_more_is_destroyed(office: Office) -> None:
    begin_rotation(office.institution.pk)
    rotate(office.institution.pk, None, unheard)
    make_data_key(office.institution.pk)
    rotate(office.institution.pk, None, unheard)
    numbers = DataKey.objects.filter(purpose=DATA).order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 3]
    assert ChangeRecord.objects.filter(verb="key_destroyed").get().after == {"number": 2}


def test_the_history_tells_of_the_sealing_in_a_line_for_each_chunk_and_of_every_other_change_as_ever(
    office: Office,
) -> None:
    """열쇠 교체는 묶음마다 한 줄로 남고, 값을 바꾸면 평소처럼 남는다."""
    begin_rotation(office.institution.pk)
    rotate(office.institution.pk, office.hr_officer.pk, unheard)
    lines = ChangeRecord.objects.filter(verb="resealed", table_name="people_person")
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    assert {line.after["column"]: line.after["rows"] for line in lines} == dict.fromkeys(
        ["resident_number_sealed", "phone_sealed", "account_sealed"], people
    )
    assert {line.actor_id for line in lines} == {office.hr_officer.pk}
    assert not ChangeRecord.objects.filter(table_name="people_person", verb="update").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('openinsa.resealed', 'account_sealed', true)")
    Person.objects.filter(pk=people[0]).update(account_sealed=None, bank="농협중앙회")
    change = ChangeRecord.objects.get(table_name="people_person", verb="update")
    assert change.before.keys() == {"account_sealed", "bank"}


def test_a_rotation_that_was_stopped_goes_on_with_the_same_key(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """멈춘 자리에서 이어서 하고 열쇠를 또 만들지 않는다."""
    monkeypatch.setattr(rotation, "PICK", rotation.PICK.replace("LIMIT 500", "LIMIT 2"))

    class Stopped(Exception):
        pass

    def stop_at_five(done: int, total: int) -> None:
        if done >= 5:
            raise Stopped

    begin_rotation(office.institution.pk)
    with pytest.raises(Stopped):
        rotate(office.institution.pk, None, stop_at_five)
    halfway = values_by_key()
    assert set(halfway) == {1, 2}
    assert begin_rotation(office.institution.pk) == 2
    done = rotate(office.institution.pk, None, unheard)
    assert done == {"sealed": halfway[1], "left": 0, "unopened": 0}
    assert accounts_of(office) == ACCOUNTS


def test_a_value_that_nothing_opens_is_counted_and_holds_nobody_up(office: Office) -> None:
    broken = Person.objects.first()
    Person.objects.filter(pk=broken.pk).update(phone_sealed=b"\x00\x01" + b"x" * 40)
    begin_rotation(office.institution.pk)
    assert rotate(office.institution.pk, None, unheard)["unopened"] == 1
    assert DataKey.objects.get(purpose=DATA, number=1).retired_at is None


def test_one_institutions_rotation_touches_no_other(office: Office) -> None:
    theirs = new_office("나래시")
    theirs.employ()
    before = values_by_key()
    office.enter()
    begin_rotation(office.institution.pk)
    rotate(office.institution.pk, None, unheard)
    theirs.enter()
    assert values_by_key() == before


def test_statements_do_not_grow_with_the_number_of_people(office: Office) -> None:
    """사람이 늘어도 질의 수는 묶음 수만큼만 는다."""
    begin_rotation(office.institution.pk)
    with CaptureQueriesContext(connection) as few:
        rotate(office.institution.pk, None, unheard)
    for account in ACCOUNTS:
        office.employ(account=account)
    make_data_key(office.institution.pk)
    with CaptureQueriesContext(connection) as many:
        rotate(office.institution.pk, None, unheard)
    one_more_former_key = len(sealed_columns()) + 6
    assert len(many) <= len(few) + one_more_former_key


@pytest.fixture
def committed_office(fresh_database: str) -> Office:
    with transaction.atomic():
        office = new_office()
        for account in ACCOUNTS:
            office.employ(account=account)
    return office


def test_what_somebody_is_writing_meanwhile_is_waited_for_and_never_lost(
    committed_office: Office, fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """저장 중인 값은 지나쳤다가 다음 차례에 봉하고, 저장한 값은 그대로 남는다."""
    monkeypatch.setattr(rotation, "PAUSE_SECONDS", 0.05)
    institution = committed_office.institution.pk
    with within(institution):
        remembering = Sealer(institution)
        first = Person.objects.order_by("pk").first().pk
        begin_rotation(institution)
    at_once, rest_is_done = databases.socket(), Event()

    def report(done: int, total: int) -> None:
        if done >= 2 * len(ACCOUNTS) - 2:
            rest_is_done.set()

    def in_its_own_thread() -> dict[str, int]:
        try:
            return rotate(institution, None, report)
        finally:
            connection.close()

    with psycopg.connect(host=at_once, user="openinsa_web", dbname=fresh_database) as web:
        web.execute("SELECT set_config('openinsa.institution', %s, false)", [str(institution)])
        sealed = remembering.seal("30109998887")
        web.execute("UPDATE people_person SET account_sealed = %s WHERE id = %s", [sealed, first])
        with ThreadPoolExecutor(1) as pool:
            rotating = pool.submit(in_its_own_thread)
            assert rest_is_done.wait(30)
            web.commit()
            assert rotating.result(30)["left"] == 0
    with within(institution):
        assert values_by_key() == {2: 2 * len(ACCOUNTS)}
        assert sorted(accounts_of(committed_office)) == sorted(["30109998887", *ACCOUNTS[1:]])


def test_a_key_is_not_let_go_while_somebody_still_seals_under_it(
    committed_office: Office, fresh_database: str
) -> None:
    """쓰이는 중인 열쇠는 그 저장이 끝날 때까지 기다렸다가 다시 센다."""
    institution = committed_office.institution.pk
    with within(institution):
        remembering = Sealer(institution)
        first = Person.objects.order_by("pk").first().pk
        begin_rotation(institution)
    rotate_all_but_the_end(institution)

    def let_go() -> None:
        let_old_keys_go(institution, None)
        connection.close()

    with psycopg.connect(host=databases.socket(), user="openinsa_web", dbname=fresh_database) as web:
        web.execute("SELECT set_config('openinsa.institution', %s, false)", [str(institution)])
        sealed = remembering.seal("30109998887")
        web.execute("UPDATE people_person SET account_sealed = %s WHERE id = %s", [sealed, first])
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(let_go)
            with pytest.raises(TimeoutError):
                waiting.result(0.5)
            web.commit()
            waiting.result(30)
    with within(institution):
        assert DataKey.objects.get(purpose=DATA, number=1).retired_at is None
        assert values_by_key()[1] == 1


def test_when_the_history_of_a_keys_time_has_lapsed_the_key_is_destroyed(
    committed_office: Office, fresh_database: str
) -> None:
    """이력까지 파기되면 옛 열쇠도 없어진다."""
    institution = committed_office.institution.pk
    with within(institution):
        begin_rotation(institution)
    rotate(institution, None, unheard)
    with within(institution):
        assert history_by_key() == {1: 2 * len(ACCOUNTS)}
    with psycopg.connect(host=databases.socket(), user="postgres", dbname=fresh_database) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE privacy_changerecord SET before = NULL, after = NULL")
    let_old_keys_go(institution, None)
    with within(institution):
        numbers = DataKey.objects.filter(purpose=DATA).values_list("number", flat=True)
        assert list(numbers) == [2]
        assert sorted(accounts_of(committed_office)) == ACCOUNTS


def rotate_all_but_the_end(institution: int) -> None:
    for column in sealed_columns():
        rotation._pass_over(rotation.Rotation(institution, None, unheard), column, 0)
