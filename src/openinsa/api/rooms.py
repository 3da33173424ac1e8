"""A room's part of the API: each operation says its address, its right, what it is about, what it takes and gives.

    room = Room("staffing", _("사업과 근무"))

    @room.post("/projects/{int:project_id}/approvals", of=managed_project, body=FormBody(ApprovalForm), answer=Approved)
    def record(call, project, given):
        \"\"\"Record an approval for a project.\"\"\"
        return record_approval(call.by, project.pk, **given)

    room.table("/projects", "staffing_list_projects", PROJECTS, may="staffing.see", rows=lambda call: ...)

The order of an answer is always the same: the right, then the row (404 for what is not the caller's), then what
was sent. So nobody learns from a complaint about a field that something exists.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from inspect import Parameter, Signature
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from ninja import Router, Status
from ninja.security.base import AuthBase

from openinsa.api.bodies import Body, UploadBody
from openinsa.api.lists import Also, Asks, TableOf, answer_of, page_of, parameters_of
from openinsa.people.addresses import address_of
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, require
from openinsa.privacy.reading import SEARCH, VIEW, note_read

IDS = re.compile(r"\{(?:(?P<kind>int|slug|str):)?(?P<name>\w+)\}")


@dataclass(frozen=True)
class Call:
    """Who calls, from where, and the request behind it."""

    by: User
    request: HttpRequest

    @property
    def address(self) -> str | None:
        return address_of(self.request)


Find = Callable[..., Any]
Act = Callable[..., Any]


@dataclass
class Told:
    """What the OpenAPI schema says of an operation beyond its code."""

    body: Body | None = None
    parameters: Callable[[], list[dict[str, Any]]] = field(default=list)
    file: str = ""
    room: str = ""
    summary: str | Promise = ""


class Bearer(AuthBase):
    """Named for the schema only: the frame has asked for the token before."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Any:
        return request.user


class Room:
    """The operations of one room."""

    def __init__(self, name: str, label: str | Promise) -> None:
        self.name, self.label = name, label
        self.router = Router(tags=[name], auth=Bearer())

    def get(self, path: str, *, answer: Any, parameters: Any = list, **told: Any) -> Callable[[Act], Act]:
        return self.operation("GET", path, answer=answer, parameters=parameters, **told)

    def post(self, path: str, **told: Any) -> Callable[[Act], Act]:
        return self.operation("POST", path, **told)

    def patch(self, path: str, **told: Any) -> Callable[[Act], Act]:
        return self.operation("PATCH", path, **told)

    def delete(self, path: str, **told: Any) -> Callable[[Act], Act]:
        return self.operation("DELETE", path, **told)

    def upload(self, path: str, *, form: type[forms.Form] | None = None, **told: Any) -> Callable[[Act], Act]:
        """A file to take in; `form` is a screen's form for a file and what it wants to know beside it."""
        return self.operation("POST", path, body=UploadBody(form), **told)

    def file(self, path: str, media: str, **told: Any) -> Callable[[Act], Act]:
        """A file to take away; the function gives the HttpResponse."""
        return self.operation(told.pop("method", "GET"), path, file=media, **told)

    def table(
        self,
        path: str,
        operation_id: str,
        table: TableOf,
        *,
        rows: Callable[..., Any],
        may: str = "",
        of: Find | None = None,
        also: Also | None = None,
        shown: Any = None,
        asks: Asks = list,
        summary: str | Promise = "",
    ) -> None:
        """A list of the screens: `table` itself, or a function of the user; then `shown` is one to describe it by.

        `asks` names what `rows` reads from the address beyond the table.
        """
        described: Any = shown or table
        linked = also or {}
        name = "".join(part.title() for part in operation_id.split("_"))

        def listed(call: Call, *found: Any) -> Any:
            own = table if not callable(table) else table(call.by)
            told, shown_rows = page_of(call.request, own, rows(call, *found), linked, asks)
            if own.whose:
                people = [reduce(_part, own.whose.split("__"), row) for row in shown_rows]
                note_read(own.name, people, verb=SEARCH if call.request.GET.get("q") else VIEW)
            return told

        listed.__name__, listed.__doc__ = operation_id, f"The list of the screens: {path}."
        answer = answer_of(name, described, linked)
        register = self.get(
            path,
            of=of,
            may=may,
            answer=answer,
            parameters=lambda: [*parameters_of(described), *asks()],
            summary=summary or described.caption,
        )
        register(listed)

    def operation(
        self,
        method: str,
        path: str,
        *,
        of: Find | None = None,
        may: str = "",
        body: Body | None = None,
        answer: Any = None,
        status: int = 0,
        shown_once: bool = False,
        parameters: Callable[[], list[dict[str, Any]]] = list,
        file: str = "",
        summary: str | Promise = "",
    ) -> Callable[[Act], Act]:
        code = status or (200 if answer is not None or file else 204)

        def register(act: Act) -> Act:
            view = self._view(act, path, may, of, body, answer, code, shown_once)
            view.told = Told(body, parameters, file, self.name, summary)  # type: ignore[attr-defined]
            self.router.api_operation(
                [method],
                path,
                response={code: answer},
                operation_id=act.__name__,
                url_name=act.__name__,
                summary=str(summary) or (act.__doc__ or act.__name__).splitlines()[0],
                description=act.__doc__ or "",
            )(view)
            return act

        return register

    def _view(
        self,
        act: Act,
        path: str,
        may: str,
        of: Find | None,
        body: Body | None,
        answer: Any,
        code: int,
        shown_once: bool,
    ) -> Any:
        def view(request: HttpRequest, **ids: Any) -> Any:
            call = Call(request.user, request)
            require(not may or call.by.may(may), NotAllowed())
            found = [of(call.by, **ids)] if of else list(ids.values())
            given = [body.read(request, found[0] if found else None)] if body else []
            request.shown_once = shown_once  # type: ignore[attr-defined]
            made = act(call, *found, *given)
            return made if isinstance(made, HttpResponse) else Status(code, made if answer else None)

        view.__name__, view.__doc__ = act.__name__, act.__doc__
        view.__signature__ = _signature(path)  # type: ignore[attr-defined]
        return view


def _part(thing: Any, name: str) -> Any:
    return getattr(thing, name, None)


def _signature(path: str) -> Signature:
    """What ninja reads: the request, and a whole number or a word for each place in the path."""
    parameters = [Parameter("request", Parameter.POSITIONAL_OR_KEYWORD)]
    parameters += [
        Parameter(
            one["name"], Parameter.POSITIONAL_OR_KEYWORD, annotation=int if one["kind"] == "int" else str
        )
        for one in IDS.finditer(path)
    ]
    return Signature(parameters)
