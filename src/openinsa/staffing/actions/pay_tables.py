"""Tables of pay by grade and years of service: entering and dropping them."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.staffing.actions.settings import require_unpaid
from openinsa.staffing.models import Allowance, PayTable
from openinsa.staffing.scope import reach


class PayTableExists(Refused):
    sentence = _(
        "%(day)s부터의 '%(name)s'이(가) 이미 있습니다. 지우고 다시 넣거나 다른 날짜를 써 주세요. (아무것도 저장되지 않았습니다.)"
    )


class PayTableLacksGrades(Refused):
    sentence = _(
        "'%(name)s'의 등급 %(grades)s을(를) 쓰는 사람이 있는데 표에 없습니다. 그 등급의 금액을 넣어 주세요. (아무것도 저장되지 않았습니다.)"
    )


class PayTableInUse(Refused):
    sentence = _(
        "'%(name)s'을(를) 쓰는 수당이 있어 지울 수 없습니다. 계약 화면에서 그 수당을 먼저 끝내거나 지워 주세요."
    )


@action(permission="people.manage", record="pay_table_entered")
def enter_pay_table(
    by: User, name: str, valid_from: date, source: str, rows: Mapping[str, Sequence[int]]
) -> PayTable:
    """Let amounts by grade and years hold from a day on; earlier days keep theirs.

    Raises PaidMonthsFollow, PayTableExists, PayTableLacksGrades.
    """
    require_unpaid(valid_from)
    same = PayTable.objects.filter(name=name, valid_from=valid_from)
    require(not same.exists(), PayTableExists(day=valid_from, name=name))
    held = Allowance.objects.filter(pay_table=name, valid_to__gte=valid_from)
    lacking = set(held.values_list("grade", flat=True)) - rows.keys()
    require(not lacking, PayTableLacksGrades(name=name, grades=", ".join(sorted(lacking))))
    return PayTable.objects.create(
        institution_id=by.institution_id, name=name, valid_from=valid_from, source=source, rows=dict(rows)
    )


@action(permission="people.manage", record="pay_table_dropped")
def drop_pay_table(by: User, table_id: int) -> None:
    """Take back a table that nobody is paid by. Raises NotFound, PaidMonthsFollow, PayTableInUse."""
    table = reach(PayTable.objects.all(), table_id)
    require_unpaid(table.valid_from)
    used = Allowance.objects.filter(pay_table=table.name, valid_to__gte=table.valid_from)
    require(not used.exists(), PayTableInUse(name=table.name))
    table.delete()
