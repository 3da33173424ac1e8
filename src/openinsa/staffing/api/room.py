"""The room of the API, what its operations reach, and bodies that several of them take."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from openinsa.api.rooms import Room
from openinsa.people.models import Person, User
from openinsa.people.refusals import NotAllowed, require
from openinsa.staffing.models import Contract, Project, ProjectMonth
from openinsa.staffing.scope import contracts_of, months_of, people_of, projects_of, reach

room = Room("staffing", _("사업과 근무"))


def today() -> date:
    return timezone.localdate()


def project_under(permission: str) -> Callable[[User, int], Project]:
    def find(by: User, project_id: int) -> Project:
        return reach(projects_of(by, permission), project_id)

    return find


def contract_under(permission: str) -> Callable[[User, int], Contract]:
    def find(by: User, contract_id: int) -> Contract:
        return reach(contracts_of(by, permission).select_related("person", "project"), contract_id)

    return find


def month_under(permission: str) -> Callable[[User, int], ProjectMonth]:
    def find(by: User, month_id: int) -> ProjectMonth:
        return reach(months_of(by, permission).select_related("project"), month_id)

    return find


def person_under(permission: str) -> Callable[[User, int], Person]:
    def find(by: User, person_id: int) -> Person:
        return reach(people_of(by, permission), person_id)

    return find


def manager(by: User, row_id: int, rows: Any) -> Any:
    """One of the institution's settings, for those who manage them. Raises NotAllowed, NotFound."""
    require(by.may("people.manage"), NotAllowed())
    return reach(rows, row_id)


class Strict(BaseModel):
    """A body without a form: exact types, no unknown fields."""

    model_config = ConfigDict(extra="forbid")


class Reasoned(Strict):
    reason: str = Field(min_length=1, max_length=200, strict=True)


class Picked(Strict):
    """Some contracts of the project."""

    contracts: list[int] = Field(min_length=1, max_length=20_000)


class Done(Schema):
    """How many rows it was about."""

    count: int
