"""Every row that tells about one person, table by table, as the plan of keeping leads to it.

A new table is named in the plan or the tests fail; named there, it is here too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BinaryField, Field, Model, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import Person, User
from openinsa.privacy.models import AccessRecord, ChangeRecord
from openinsa.privacy.sealing import Sealer
from openinsa.privacy.telling import label_of
from openinsa.privacy.words import TABLES, said
from openinsa.retention.plan import models_by_table, plan

LOGIN = "login:"
LONGEST_TEXT = 30_000
"""A cell of a spreadsheet holds no more."""
SECRET = {
    ("people_user", "password"),
    ("mfa_authenticator", "data"),
    ("account_emailconfirmation", "key"),
}
"""What proves who somebody is, and would open the login to whoever reads the file."""
NOT_YET = {
    "payroll_payslip": Q(run__state="paid"),
    "payroll_payslipline": Q(slip__run__state="paid"),
    "payroll_difference": Q(slip__run__state="paid"),
    "payroll_runfault": Q(run__state="paid"),
    "ending_settlement": ~Q(state="drafted"),
    "agreements_agreement": ~Q(state="draft"),
}
"""Pay and settlements become a person's own data when they are decided; drafts are the office's work."""

LABELS: dict[str, Promise] = {
    "account_emailaddress": _("이메일 주소"),
    "account_emailconfirmation": _("이메일 확인"),
    "delivery_handover": _("명세서 교부"),
    "delivery_message": _("보낸 알림"),
    "entrance_notice": _("로그인 알림"),
    "entrance_signedin": _("열린 로그인"),
    "entrance_signin": _("로그인 이력"),
    "mfa_authenticator": _("2단계 인증"),
    "payroll_carriedcorrection": _("급여에 반영한 정정"),
    "payroll_payslipline": _("급여명세서 항목"),
    "payroll_runfault": _("계산하지 못한 까닭"),
    "privacy_accessrecord": _("접속기록"),
    "privacy_changerecord": _("변경 이력"),
}
"""Tables that have no history of their own, and therefore no word among those of the history."""


@dataclass(frozen=True)
class OwnTable:
    """The rows of one table that tell about the person; `columns` are names as stored and as said."""

    table: str
    label: str
    columns: list[tuple[str, str]]
    rows: list[list[Any]]


def paths() -> dict[str, str]:
    """Each table that leads to a person, with the look-up that does."""
    written = plan()
    found: dict[str, str] = {}
    for kind in written.kinds.values():
        for table in kind.tables:
            path = kind.path_to_person(table)
            if path:
                found.setdefault(table, path)
    for one in written.elsewhere.values():
        found |= dict(one.person)
    return found


def rows_of(person: Person, table: str, path: str) -> QuerySet[Model]:
    """The person's own rows of a table."""
    model = models_by_table()[table]
    if table == AccessRecord._meta.db_table:
        return AccessRecord.objects.filter(Q(person_id=person.pk) | Q(people__contains=[person.pk]))
    if path.startswith(LOGIN):
        logins = User.objects.filter(person=person.pk).values_list("pk", flat=True)
        found = model._default_manager.filter(**{f"{path.removeprefix(LOGIN)}__in": list(logins)})
    else:
        found = model._default_manager.filter(**{path: person.pk})
    return found.filter(NOT_YET.get(table, Q()))


def own_tables(person: Person) -> Iterator[OwnTable]:
    """Every table with something about the person, sealed values opened; then the changes of those rows."""
    sealer, ids = Sealer(person.institution_id), {}
    for table, path in sorted(paths().items()):
        fields = [one for one in models_by_table()[table]._meta.concrete_fields if is_told(table, one)]
        found = list(rows_of(person, table, path).order_by("pk"))
        ids[table] = [row.pk for row in found]
        if found:
            columns = [(one.column.removesuffix("_sealed"), label_of(one) or one.column) for one in fields]
            rows = [[told(getattr(row, one.attname), one, sealer) for one in fields] for row in found]
            yield OwnTable(table, name_of(table), columns, rows)
    yield changes_of(ids)


def name_of(table: str) -> str:
    """What a table is called to whom it tells of."""
    return str(LABELS.get(table) or said(TABLES, table))


def is_told(table: str, field: Field) -> bool:
    """Neither secrets of the login nor digests that only compare, nor whose institution it is."""
    digest = isinstance(field, BinaryField) and not field.column.endswith("_sealed")
    return not digest and (table, field.column) not in SECRET and field.column != "institution_id"


def told(value: Any, field: Field, sealer: Sealer) -> Any:
    """A value as the person may read it."""
    if isinstance(field, BinaryField):
        return _opened(sealer, value)
    if isinstance(field, ArrayField) and field.column == "people":
        return len(value)
    return value


def _opened(sealer: Sealer, sealed: bytes | memoryview | None) -> str:
    """A sealed value as text; of a file its size, for it is taken out whole on a page of its own."""
    content = sealer.open_bytes(sealed) if sealed else b""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    whole = text if len(text) <= LONGEST_TEXT else ""
    return whole or (say("파일 %(size)d바이트") % {"size": len(content)} if content else "")


def changes_of(ids: dict[str, list[int]]) -> OwnTable:
    """Who changed the person's rows, when and in which columns; the values stand in the rows themselves."""
    asked = Q(pk__in=[])
    for table, keys in ids.items():
        if keys and table != AccessRecord._meta.db_table:
            asked |= Q(table_name=table, row_id__in=keys)
    found = ChangeRecord.objects.filter(asked).order_by("at", "pk")
    rows = [
        [
            one.at,
            one.actor_id,
            one.verb,
            one.table_name,
            one.row_id,
            ", ".join(sorted(one.after or one.before or {})),
        ]
        for one in found
    ]
    columns = [
        ("at", _("일시")),
        ("actor_id", _("바꾼 사람")),
        ("verb", _("한 일")),
        ("table_name", _("자료")),
        ("row_id", _("번호")),
        ("columns", _("바뀐 항목")),
    ]
    table = ChangeRecord._meta.db_table
    return OwnTable(table, name_of(table), [(name, str(label)) for name, label in columns], rows)


def as_data(person: Person) -> dict[str, Any]:
    """All of it for a machine: by table a list of rows with the columns' names."""
    return {
        "institution": person.institution.name,
        "made_at": timezone.now().isoformat(),
        "tables": {
            one.table: {
                "label": one.label,
                "rows": [
                    {name: plain(value) for (name, _said), value in zip(one.columns, row, strict=True)}
                    for row in one.rows
                ],
            }
            for one in own_tables(person)
        },
    }


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | bool | list | dict | None) else str(value)
