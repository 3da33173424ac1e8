"""What minimum wage and tax ask about a contract: its probation and its kind of job."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.actions.patterns import picked_contracts
from openinsa.staffing.law import law_value
from openinsa.staffing.models import Contract, Project
from openinsa.staffing.scope import projects_of, reach

ONE_DAY = timedelta(days=1)
MONTHS_PER_YEAR = 12


class ProbationNotAllowed(Refused):
    sentence = _(
        "%(name)s님의 계약은 1년 미만이거나 단순노무 직종이어서 수습 중에도 최저임금을 줄여 줄 수 없습니다. 수습 마지막 날을 비워 주세요. (아무것도 저장되지 않았습니다.)"
    )


class ProbationTooLong(Refused):
    sentence = _(
        "%(name)s님의 수습은 %(since)s부터 %(to)s 사이에 끝나야 합니다. 최저임금을 줄여 줄 수 있는 것은 처음 %(months)s개월뿐입니다. (아무것도 저장되지 않았습니다.)"
    )


@action(permission="staffing.register", record="pay_facts_set")
def set_pay_facts(
    by: User,
    project_id: int,
    contract_ids: Sequence[int],
    *,
    probation_to: date | None,
    simple_labour: bool,
    production_job: bool,
    last_year_gross: int | None,
    reason: str = "",
) -> Project:
    """Say of some people of a project how long their probation is and what kind of job they have, all or nobody.

    Months not yet paid follow it. Raises NotFound, NobodyPicked, ProbationNotAllowed, ProbationTooLong.
    """
    project = reach(projects_of(by, "staffing.register"), project_id)
    contracts = picked_contracts(by, project, contract_ids)
    if probation_to is not None:
        for contract in contracts:
            _require_probation(contract, probation_to, simple_labour)
    Contract.objects.filter(pk__in=[one.pk for one in contracts]).update(
        probation_to=probation_to,
        simple_labour=simple_labour,
        production_job=production_job,
        last_year_gross=last_year_gross,
    )
    return project


def _require_probation(contract: Contract, last: date, simple_labour: bool) -> None:
    name, since = contract.person.name, contract.starts_on
    given = {
        "month": np.array([day_number(since)]),
        "contract_months": np.array(
            [_whole_months(since, (contract.agreed_end or contract.ends_on) + ONE_DAY)]
        ),
        "simple_labour": np.array([simple_labour]),
    }
    allowed = load_rule_book().run(["probation_allowed"], given)["probation_allowed"][0]
    require(allowed, ProbationNotAllowed(name=name))
    months = law_value("probation_months", since)
    latest = _months_later(since, months) - ONE_DAY
    require(since <= last <= latest, ProbationTooLong(name=name, since=since, to=latest, months=months))


def _whole_months(first: date, last: date) -> int:
    return (last.year - first.year) * MONTHS_PER_YEAR + last.month - first.month - (last.day < first.day)


def _months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or the first day after that month where it has none."""
    years, month = divmod(day.month - 1 + months, MONTHS_PER_YEAR)
    begins = date(day.year + years, month + 1, 1)
    following = (begins + timedelta(days=31)).replace(day=1)
    return min(begins + timedelta(days=day.day - 1), following)
