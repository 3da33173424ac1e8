"""Removing an institution whole: every row of every table, its keys, its sessions. Runs as the owner of the tables.

It is suspended first and exported after that, so that the export holds the last word; what remains is one line
of the operators' record with the counts. Backups made before hold the institution until they are destroyed.
"""

from collections.abc import Mapping

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.institutions import record_institution
from openinsa.people.models import Institution, InstitutionRecord, User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.people.tenancy import NOBODY, within
from openinsa.privacy.archiving import archive_folder
from openinsa.privacy.institution_keys import KEYS
from openinsa.privacy.institution_tables import STAYS_BEHIND, InstitutionTable, institution_tables
from openinsa.privacy.without_triggers import without_triggers

COUNT = "SELECT count(*) FROM {} WHERE {}"
REMOVE = "DELETE FROM {} WHERE {}"
QUEUE = "DELETE FROM procrastinate_jobs WHERE args->>'institution_id' = %s"


class NotSuspendedYet(Refused):
    sentence = _(
        "'%(name)s'은(는) 아직 이용 중입니다. 먼저 이용을 멈춘 뒤 내보내고 지워 주세요. 아무것도 지우지 않았습니다."
    )


class NotExported(Refused):
    sentence = _(
        "'%(name)s'의 이용을 멈춘 뒤에 전체를 내보낸 기록이 없습니다. 먼저 내보내거나, 내보내지 않고 지운다고 밝혀 주세요. 아무것도 지우지 않았습니다."
    )


class ExportOutOfDate(Refused):
    sentence = _(
        "'%(name)s'을(를) 내보낸 뒤에 %(table)s 자료가 달라졌습니다. 다시 내보내 주세요. 아무것도 지우지 않았습니다."
    )


def counts_of(institution_id: int) -> dict[str, int]:
    """How many rows of the institution each table holds: what removing it would remove."""
    with within(institution_id), connection.cursor() as cursor:
        return {table.name: _count(cursor, table, institution_id) for table in institution_tables()}


def _count(cursor: object, table: InstitutionTable, institution_id: int) -> int:
    cursor.execute(COUNT.format(table.name, table.condition.format(institution_id)))  # type: ignore[attr-defined]
    return cursor.fetchone()[0]  # type: ignore[attr-defined]


@action(permission="institutions.manage")
def remove_institution(by: User, institution_id: int, *, without_export: bool = False) -> dict[str, int]:
    """Remove an institution from every table, and record how many rows that were.

    Raises NotFound, NotSuspendedYet, NotExported, ExportOutOfDate.
    """
    with within(institution_id):
        held = Institution.objects.select_for_update().filter(pk=institution_id).first()
        if held is None:
            raise NotFound()
    require(held.is_suspended, NotSuspendedYet(name=held.name))
    counts = counts_of(institution_id)
    checksum = "" if without_export else _exported(held, counts)
    _remove_rows(institution_id)
    kind = InstitutionRecord.Verb.REMOVED
    record_institution(by, kind, held, counts=counts, checksum=checksum)
    return counts


def overwrite_keys() -> None:
    """Write the table of keys anew on the disk, so that removed keys are not left in it. Outside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (FULL) {KEYS}")


def remove_files(institution_id: int) -> int:
    """Remove the archives of the institution's access records from the data folder; how many those were."""
    archives = list(archive_folder().glob(f"{institution_id}-*.sealed"))
    for archive in archives:
        archive.unlink()
    return len(archives)


def _exported(held: Institution, counts: Mapping[str, int]) -> str:
    """The sum of the file exported since the institution was suspended. Raises NotExported, ExportOutOfDate."""
    kind = InstitutionRecord.Verb.EXPORTED
    with within(NOBODY):
        made = InstitutionRecord.objects.filter(number=held.pk, verb=kind, at__gte=held.suspended_at).first()
    if made is None:
        raise NotExported(name=held.name)
    for table in counts.keys() - STAYS_BEHIND.keys():
        require(made.counts.get(table) == counts[table], ExportOutOfDate(name=held.name, table=table))
    return made.checksum


def _remove_rows(institution_id: int) -> None:
    """Rows that belong through another row first, while that one is there to say so."""
    tables = institution_tables()[::-1]
    with within(institution_id), without_triggers([table.name for table in tables]):
        _end_sessions()
        with connection.cursor() as cursor:
            for table in sorted(tables, key=lambda table: table.name == "people_institution"):
                cursor.execute(REMOVE.format(table.name, table.condition.format(institution_id)))
            cursor.execute(QUEUE, [str(institution_id)])
            for table in tables:
                if _count(cursor, table, institution_id):
                    raise RuntimeError(f"rows of {table.name} are left")  # undoes all of it


def _end_sessions() -> None:
    users = {str(pk) for pk in User.objects.values_list("pk", flat=True)}
    theirs = [one.pk for one in Session.objects.iterator() if one.get_decoded().get("_auth_user_id") in users]
    Session.objects.filter(pk__in=theirs).delete()
