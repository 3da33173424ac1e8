"""Departments and users for machines: what the pages of this room do."""

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from openinsa.api.bodies import FormBody
from openinsa.api.rooms import Call, Room
from openinsa.api.shapes import shape
from openinsa.people.actions import change_user, make_department, make_user
from openinsa.people.forms import DepartmentForm, RightsForm, UserForm, WorkerLoginForm
from openinsa.people.invitations import invite, make_worker_login
from openinsa.people.models import Department, Person, User
from openinsa.people.pages import DEPARTMENTS, RIGHTS, USERS, user_of
from openinsa.people.refusals import NotFound, require

room = Room("people", _("부서와 사용자"))
DepartmentTold = shape("Department", Department, "name")
UserTold = shape(
    "User", User, "username name roles department_id person_id pay_right is_active valid_to last_login"
)


class Invitation(Schema):
    """Where the invited set a password; handed over once."""

    link: str


room.table(
    "/departments",
    "list_departments",
    DEPARTMENTS,
    may="people.manage",
    rows=lambda call: Department.objects.annotate(
        users=Count("user", distinct=True), projects=Count("project", distinct=True)
    ),
)
room.table(
    "/users",
    "list_users",
    USERS,
    may="people.manage",
    rows=lambda call: User.objects.filter(rights__isnull=True).select_related("department"),
    also={"department_id": "department_id", "person_id": "person_id"},
)


def person_to_sign_in(by: User, person_id: int) -> Person:
    require(by.may("people.manage"), NotFound())
    person = Person.objects.filter(pk=person_id).first()
    require(person is not None, NotFound())
    return person  # type: ignore[return-value]


@room.post(
    "/departments", may="people.manage", body=FormBody(DepartmentForm), answer=DepartmentTold, status=201
)
def add_department(call: Call, given: dict[str, Any]) -> Department:
    """Add a department."""
    return make_department(call.by, given["name"])


@room.post("/users", may="people.manage", body=FormBody(UserForm), answer=UserTold, status=201)
def add_user(call: Call, given: dict[str, Any]) -> User:
    """Add a login without a password; an invitation lets its owner set one."""
    return make_user(call.by, **given)


@room.get("/users/{int:user_id}", of=user_of, answer=UserTold)
def show_user(call: Call, user: User) -> User:
    """One user."""
    return user


def _rights(user: User) -> dict[str, Any]:
    return {name: getattr(user, name) for name in RIGHTS}


@room.patch("/users/{int:user_id}", of=user_of, body=FormBody(RightsForm, now=_rights), answer=UserTold)
def edit_user(call: Call, user: User, given: dict[str, Any]) -> User:
    """Change what a user may do, and whether at all."""
    return change_user(call.by, user.pk, **given)


@room.post("/users/{int:user_id}/invitation", of=user_of, answer=Invitation, status=201, shown_once=True)
def invite_user(call: Call, user: User) -> dict[str, str]:
    """An invitation for a user; its link is told once."""
    return {"link": call.request.build_absolute_uri(invite(call.by, user))}


@room.post(
    "/people/{int:person_id}/login",
    of=person_to_sign_in,
    body=FormBody(WorkerLoginForm),
    answer=UserTold,
    status=201,
)
def add_worker_login(call: Call, person: Person, given: dict[str, Any]) -> User:
    """Give a worker a login to see the own days and slips."""
    return make_worker_login(call.by, person, given["username"])
