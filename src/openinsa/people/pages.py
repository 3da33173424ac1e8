"""Departments and users: who works here and what they may do."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from openinsa.people.actions import change_user, make_department, make_user
from openinsa.people.forms import GRANTABLE, DepartmentForm, RightsForm, UserForm, WorkerLoginForm
from openinsa.people.invitations import invite, make_worker_login
from openinsa.people.models import Department, Person, User
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.people.roles import Role
from openinsa.privacy.reading import note_row
from openinsa.web.forms import form_done
from openinsa.web.tables import Column, Filter, Kind, Table

DEPARTMENTS = Table(
    name="departments",
    caption=pgettext_lazy("list", "부서"),
    order="name",
    empty=_("부서가 없습니다"),
    columns=(
        Column("name", _("부서"), search=("name",)),
        Column("users", _("사용자"), kind=Kind.NUMBER),
        Column("projects", _("사업"), kind=Kind.NUMBER),
    ),
)
USERS = Table(
    name="users",
    whose="person_id",
    caption=_("사용자"),
    order="name",
    empty=_("사용자가 없습니다"),
    columns=(
        Column("name", _("이름"), search=("name",), link=lambda u: reverse("people:user", args=[u.pk])),
        Column("username", _("로그인 이름"), search=("username",)),
        Column("roles", _("역할"), value=lambda u: ", ".join(str(Role(role).label) for role in u.roles)),
        Column("department__name", _("부서"), search=("department__name",)),
        Column(
            "is_active",
            _("상태"),
            kind=Kind.BADGE,
            value=lambda u: _("사용 중") if u.is_active else _("멈춤"),
            tones={True: "success", False: "gray"},
            sort="is_active",
        ),
        Column("last_login", _("마지막 로그인"), kind=Kind.MOMENT),
    ),
    filters=(
        Filter(
            "role",
            _("역할"),
            GRANTABLE,
            lambda role: Q(roles__contains=[role]),
        ),
    ),
)


RIGHTS = ("roles", "department", "pay_right", "is_active", "valid_to")


def department_list(request: HttpRequest) -> HttpResponse:
    """The institution's departments, and a line to add one."""
    require(request.user.may("people.manage"), NotAllowed())
    form = DepartmentForm(request.POST or None)
    if form_done(form, lambda typed: make_department(request.user, typed["name"])):
        messages.success(request, say("부서를 만들었습니다."))
        return redirect("people:departments")
    rows = Department.objects.annotate(
        users=Count("user", distinct=True), projects=Count("project", distinct=True)
    )
    return DEPARTMENTS.respond(request, rows, "people/departments.html", form=form)


def user_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may("people.manage"), NotAllowed())
    rows = User.objects.filter(rights__isnull=True).select_related("department")
    return USERS.respond(request, rows, "people/users.html")


def new_user(request: HttpRequest) -> HttpResponse:
    require(request.user.may("people.manage"), NotAllowed())
    form = UserForm(request.POST or None)
    made = form_done(form, lambda typed: make_user(request.user, **typed))
    if made:
        messages.success(request, say("'%(name)s' 사용자를 만들었습니다.") % {"name": made.name})
        return redirect("people:user", made.pk)
    return render(request, "people/user.html", {"form": form, "title": say("새 사용자")})


def user(request: HttpRequest, user_id: int) -> HttpResponse:
    """A user's roles, department and whether the login may be used."""
    shown = user_of(request.user, user_id)
    now: dict[str, Any] = {name: getattr(shown, name) for name in RIGHTS}
    form = RightsForm(request.POST or None, initial=now)
    if form_done(form, lambda typed: change_user(request.user, user_id, **typed)):
        messages.success(request, say("고쳤습니다."))
        return redirect("people:users")
    return render(request, "people/user.html", {"form": form, "title": shown.name, "shown": shown})


@require_POST
def invitation(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new invitation, shown once to be handed over."""
    shown = user_of(request.user, user_id)
    link = request.build_absolute_uri(invite(request.user, shown))
    return render(request, "people/invitation.html", {"shown": shown, "link": link})


def worker_login(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a worker a login; the invitation is made on the user's page."""
    require(request.user.may("people.manage"), NotFound())
    person = Person.objects.filter(pk=person_id).first()
    require(person is not None, NotFound())
    note_row(person)
    form = WorkerLoginForm(request.POST or None)
    made = form_done(form, lambda typed: make_worker_login(request.user, person, typed["username"]))
    if made:
        return redirect("people:user", made.pk)
    title = say("%(name)s님의 로그인") % {"name": person.name}
    return render(request, "people/user.html", {"form": form, "title": title})


def user_of(by: User, user_id: int) -> User:
    """A person's login, for those who manage them. Raises NotFound, also for an integration, which never signs in."""
    require(by.may("people.manage"), NotFound())
    people = User.objects.filter(institution_id=by.institution_id, rights__isnull=True)
    shown = people.filter(pk=user_id).first()
    require(shown is not None, NotFound())
    return shown
