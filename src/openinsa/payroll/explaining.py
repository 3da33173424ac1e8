"""One person's month computed afresh and told down to the rules, for the screen. Nothing is stored."""

from datetime import date
from typing import Any

from django.db import connection

from openinsa.compute.explanation import explain
from openinsa.compute.month import compute_month
from openinsa.payroll.month_tables import load_month
from openinsa.payroll.pay_day import pay_date_of
from openinsa.people.settings_in_force import settings_on
from openinsa.staffing.models import Contract


def explain_contract(contract_id: int, month: date) -> list[dict[str, Any]]:
    """The lines of one contract's month with words, article, inputs and the tree of rules behind them.

    Computed together with the person's other contracts of the month, as in the run. Raises KeyError when
    the month cannot be computed for it.
    """
    person_id = Contract.objects.values_list("person_id", flat=True).get(pk=contract_id)
    contracts = Contract.objects.filter(person_id=person_id).values_list("pk", "project_id")
    with connection.cursor() as wrapped:
        tables = load_month(
            wrapped.cursor,
            settings_on(month),
            month,
            pay_date_of(month),
            [project for _pk, project in contracts],
            [pk for pk, _project in contracts],
        )
    return explain(compute_month(tables), contract_id)
