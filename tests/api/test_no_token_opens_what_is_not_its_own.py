"""Every operation of the API, called with somebody else's ids by every integration that has no business there.

The sister of tests/test_nobody_sees_what_is_not_theirs.py, whose office it uses. A new operation is called as
soon as it exists; a new kind of id has to be named there first.
"""

import json
from typing import Any

import pytest

from api_office import ApiClient, integrate
from office import Office, new_office
from openinsa.api.rights import NEVER, reaches_of
from openinsa.api.rooms import IDS
from openinsa.config.api import api
from openinsa.people.models import Department
from openinsa.people.roles import PERMISSIONS, Scope
from test_nobody_sees_what_is_not_theirs import ids, office

__all__ = ["ids", "office"]
pytestmark = pytest.mark.django_db
CLOSED = {403, 404}
NOT_OF_SOMEBODY = {"form_name"}
"""Words of the house in an address: the same for every institution, each finds its own there."""
OPEN = ("/jobs", "/law/")
"""What a token that sees jobs alone may ask for: those, and the rule book, which is for everybody signed in."""


def rights(widest: Scope) -> dict[str, str]:
    """Every permission that can be given no further than a reach."""
    order = [Scope.PROJECTS, Scope.DEPARTMENT, Scope.INSTITUTION]
    allowed = set(order[: order.index(widest) + 1])
    found = {one: [reach for reach in reaches_of(one) if reach in allowed] for one in PERMISSIONS}
    return {one: reaches[-1].value for one, reaches in found.items() if reaches and one not in NEVER}


def operations() -> list[tuple[str, str, list[str]]]:
    """Method, path without kinds of ids, and the names of the ids, of every operation."""
    return [
        (
            method,
            IDS.sub(lambda one: "{" + one["name"] + "}", route),
            [one["name"] for one in IDS.finditer(route)],
        )
        for bound in api._get_bound_routers()
        for route, view in bound.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    ]


@pytest.fixture
def strangers(office: Office) -> dict[str, ApiClient]:
    apart = Department.objects.create(institution=office.institution, name="다른 과")
    within = {
        "another department": integrate(office, rights(Scope.DEPARTMENT), "다른 과 시스템", department=apart),
        "another project": integrate(office, rights(Scope.PROJECTS), "다른 사업 시스템"),
    }
    elsewhere = new_office("나래시")
    others = {
        "another institution": integrate(elsewhere, rights(Scope.INSTITUTION), "다른 기관 시스템"),
        "another institution's department": integrate(
            elsewhere, rights(Scope.DEPARTMENT), "다른 기관 부서 시스템"
        ),
    }
    office.enter()
    return within | others


def test_somebody_elses_id_is_not_found_before_anything_else_is_said(
    ids: dict[str, Any], strangers: dict[str, ApiClient]
) -> None:
    known = {**ids, "table": "staffing_contract", "row_id": ids["contract_id"]}
    open_to = []
    for who, client in strangers.items():
        for method, path, names in operations():
            if set(names) - NOT_OF_SOMEBODY:
                body = None if method == "GET" else {"nothing": "of the sort"}
                told = client.call(method, path.format(**known), body)
                if told.status_code not in CLOSED:
                    open_to.append((who, method, path, told.status_code))
    assert open_to == []


def test_lists_hold_nothing_of_another_institution(
    office: Office, ids: dict[str, Any], strangers: dict[str, ApiClient]
) -> None:
    client, told_of = strangers["another institution"], []
    for method, path, names in operations():
        if method == "GET" and not names and not path.endswith(".xlsx"):
            told = client.get(path)
            assert told.status_code == 200, (path, told.content)
            if any(word in json.dumps(told.json(), ensure_ascii=False) for word in ("김하늘", "가온구")):
                told_of.append(path)
    assert told_of == []


def test_an_operation_asks_for_its_right(office: Office, ids: dict[str, Any]) -> None:
    client = integrate(office, {"jobs.see": "institution"}, "작업만 보는 시스템")
    office.enter()
    known = {**ids, "table": "staffing_contract", "row_id": ids["contract_id"]}
    told = {
        (method, path): client.call(method, path.format(**known), None if method == "GET" else {}).status_code
        for method, path, _names in operations()
        if not path.startswith(OPEN)
    }
    assert {place: status for place, status in told.items() if status not in CLOSED} == {}
