"""Keys: what wraps them, what may follow them, and that no value is left under a key that is gone."""

import hmac
import importlib
from hashlib import sha256
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import BinaryField

from office import new_office
from openinsa.people.models import Person, TenantModel
from openinsa.privacy.models import DataKey
from openinsa.privacy.rotation import SealedColumn, begin_rotation, rotate, sealed_columns
from openinsa.privacy.sealing import DATA, TOKEN, Sealer, make_data_key, store_key, unwrapped

pytestmark = pytest.mark.django_db


def unheard(done: int, total: int) -> None:
    """Nobody asks how far it is."""


SEALED_COLUMNS = """
    SELECT c.relname, a.attname,
           EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'living_key_on_insert'
                   AND position(a.attname::bytea || '\\000' IN t.tgargs) > 0)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      AND a.atttypid = 'bytea'::regtype AND a.attname LIKE '%\\_sealed'
"""
NO_VALUES_OF_PEOPLE = {
    "wrapped",
    "token",
    "digest",
    "fingerprint",
    "key",
    "tables",
    "sha256",
    "hash",
    "certificate",
}  # by the last word of the name


def test_no_column_of_bytes_is_there_that_nobody_named_sealed() -> None:
    """열쇠를 바꿀 때 빠지는 칸이 없도록 이름으로 가린다."""
    others = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, BinaryField) and field.name.split("_")[-1] not in NO_VALUES_OF_PEOPLE
    }
    assert others == {f"{model_of(column)}.{column.column}" for column in sealed_columns()}


def model_of(column: SealedColumn) -> str:
    return next(m.__name__ for m in apps.get_models() if m._meta.db_table == column.table)


def test_every_table_of_sealed_values_belongs_to_an_institution_whose_key_seals_them() -> None:
    for column in sealed_columns():
        model = next(m for m in apps.get_models() if m._meta.db_table == column.table)
        assert issubclass(model, TenantModel), column


def test_every_sealed_column_refuses_values_under_a_key_that_is_gone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(SEALED_COLUMNS)
        found = cursor.fetchall()
    assert len(found) >= 8
    assert [f"{table}.{column}" for table, column, guarded in found if not guarded] == []


@pytest.mark.parametrize("state", ["retired", "gone"])
def test_a_value_under_a_retired_or_destroyed_key_is_refused_by_the_database(state: str) -> None:
    """옛 열쇠를 기억하는 일이 뒤늦게 저장해도 열 수 없는 값이 남지 않는다."""
    office = new_office()
    person = office.employ().person
    remembering = Sealer(office.institution.pk)
    begin_rotation(office.institution.pk)
    rotate(office.institution.pk, None, unheard)
    old = DataKey.objects.filter(purpose=DATA, number=1)
    assert old.get().retired_at
    if state == "gone":
        old.delete()
    with pytest.raises(DatabaseError, match="retired or gone"), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(phone_sealed=remembering.seal("010-1234-9876"))
    Person.objects.filter(pk=person.pk).update(phone_sealed=None)


def test_the_key_of_tokens_is_kept_by_itself_and_stays_what_it_was() -> None:
    """이전 설치의 검색 열쇠는 그대로 옮겨져 등록된 사람을 계속 찾는다."""
    office = new_office()
    key = unwrapped(DataKey.objects.get(purpose=DATA))
    before = hmac.digest(hmac.digest(key, b"equality token", sha256), b"850412-1234567", sha256)
    DataKey.objects.filter(purpose=TOKEN).delete()
    migration = importlib.import_module("openinsa.privacy.migrations.0008_keys_that_may_go")
    migration.give_tokens_their_own_key(apps, SimpleNamespace(connection=connection))
    office.enter()
    assert Sealer(office.institution.pk).token("850412-1234567") == before


def test_a_new_institution_has_a_token_key_that_no_data_key_tells() -> None:
    office = new_office()
    data, token = (unwrapped(DataKey.objects.get(purpose=one)) for one in (DATA, TOKEN))
    assert token != hmac.digest(data, b"equality token", sha256)
    assert Sealer(office.institution.pk).token("x") == hmac.digest(token, b"x", sha256)


def test_a_key_made_meanwhile_opens_what_was_sealed_with_it() -> None:
    """일하는 중에 열쇠가 바뀌어도 새 열쇠로 봉한 값을 연다."""
    office = new_office()
    remembering = Sealer(office.institution.pk)
    make_data_key(office.institution.pk)
    sealed = Sealer(office.institution.pk).seal("30109998887")
    assert remembering.open(sealed) == "30109998887"


def test_keys_of_both_purposes_are_numbered_apart() -> None:
    office = new_office()
    store_key(office.institution.pk, TOKEN, 2, b"t" * 32)
    assert make_data_key(office.institution.pk).number == 2
