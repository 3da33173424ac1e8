"""The whole API of the site: rooms put together, every address framed, and the OpenAPI schema that describes it."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, re_path
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError
from ninja.utils import normalize_path

from openinsa.api.bodies import Body
from openinsa.api.examples import example_of
from openinsa.api.frame import framed
from openinsa.api.problems import CONTENT_TYPE, problem
from openinsa.api.rooms import IDS, Room, Told
from openinsa.people.refusals import NotFound, Refused

TITLE = _("오픈인사 API")
SAID = _(
    "화면에서 할 수 있는 일을 다른 시스템이 하는 길입니다. 토큰은 '연계' 화면에서 만듭니다. 처음 쓰는 법: docs/api.md"
)
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]{1,200}$"},
    "description": "Names this request, so that sending it again does nothing and gives the same answer for 24 hours.",
    "example": "0b5f7f0e-6f0a-4c55-9a51-0d5b3a2f7a11",
}
EXAMPLE = {
    "type": "/api/problems/not-found/",
    "title": "Not found",
    "status": 404,
    "detail": "찾는 자료가 없거나 볼 수 있는 자료가 아닙니다.",
    "instance": "/api/v1/projects/1",
}
REFUSED = {
    "description": "Refused: nothing was changed.",
    "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": EXAMPLE}},
}


SITE: "list[Interface]" = []
"""The API of the running site, for the page that describes it."""


class FieldError(Schema):
    detail: str
    pointer: str | None = None
    parameter: str | None = None


class Problem(Schema):
    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldError] | None = None


class Interface(NinjaAPI):
    """Ninja's API with our errors, and with a schema that knows bodies, parameters, files and examples."""

    def __init__(self, rooms: list[Room], **named: Any) -> None:
        super().__init__(docs_url=None, openapi_url=None, **named)
        self.rooms = rooms
        self._schemas: dict[str, dict[str, Any]] = {}
        for room in rooms:
            self.add_router("", room.router)
        self.add_exception_handler(Refused, problem)
        self.add_exception_handler(ValidationError, _not_found)
        SITE.append(self)

    def set_default_exception_handlers(self) -> None:
        """None: what nobody expects is the frame's to answer."""

    @property
    def patterns(self) -> list[Any]:
        """The addresses, each in the frame; anything else below is not found."""
        own = [
            URLPattern(one.pattern, framed(one.callback, methods), one.default_args, one.name)
            for bound in self._get_bound_routers()
            for one, methods in zip(bound.urls_paths(bound.prefix), _methods(bound), strict=True)
        ]
        described = path("openapi.json", login_not_required(partial(self.described)), name="openapi-json")
        return [described, *own, re_path("", framed(_nothing_here), name="nothing")]

    def described(self, request: HttpRequest) -> HttpResponse:
        """The schema; it holds nothing that the source does not."""
        return JsonResponse(self.whole_schema(), json_dumps_params={"ensure_ascii": False})

    def whole_schema(self) -> dict[str, Any]:
        """The OpenAPI schema in the language of now: made once for each, for anybody may ask. Only to be read."""
        language = get_language() or ""
        if language not in self._schemas:
            self._schemas[language] = self._made_schema()
        return self._schemas[language]

    def _made_schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = dict(self.get_openapi_schema(path_prefix="api/v1/"))
        schema["info"] = {"title": str(TITLE), "version": "1", "description": str(SAID)}
        schema["tags"] = [{"name": room.name, "description": str(room.label)} for room in self.rooms]
        components = schema["components"]
        components["schemas"] |= _problem_schemas()
        told = self.operations
        for place, methods in schema["paths"].items():
            for method, operation in methods.items():
                _complete(operation, method, told[place, method], components["schemas"])
        return schema

    @property
    def operations(self) -> dict[tuple[str, str], Told]:
        found: dict[tuple[str, str], Told] = {}
        for bound in self._get_bound_routers():
            for route, view in bound.path_operations.items():
                plain = normalize_path("/api/v1/" + _without_kinds(route))
                for one in view.operations:
                    found |= {(plain, method.lower()): one.view_func.told for method in one.methods}
        return found


def _methods(bound: Any) -> list[frozenset[str]]:
    """What each address of a room takes, in the order of its addresses."""
    return [
        frozenset(method for each in view.operations for method in each.methods)
        for view in bound.path_operations.values()
        for _operation in view.operations
    ]


def _without_kinds(route: str) -> str:
    return IDS.sub(lambda one: "{" + one["name"] + "}", route)


def _not_found(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    return problem(request, NotFound())


def _nothing_here(request: HttpRequest) -> HttpResponse:
    raise NotFound()


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}


def _complete(operation: dict[str, Any], method: str, told: Told, schemas: dict[str, Any]) -> None:
    """Add to an operation what the house knows of it and ninja does not."""
    summary = told.summary
    if isinstance(summary, Promise):
        operation["summary"] = str(summary)
    operation["parameters"] = [
        *operation["parameters"],
        *told.parameters(),
        *([KEY] if method != "get" else []),
    ]
    if told.body:
        operation["requestBody"] = _request_body(told.body, schemas)
    for answer in operation["responses"].values():
        _complete_answer(answer, told, schemas)
    operation["responses"]["4XX"] = REFUSED


def _request_body(body: Body, schemas: dict[str, Any]) -> dict[str, Any]:
    schema = body.schema()
    schemas.update(schema.pop("$defs", {}))
    content = {"schema": schema, "example": example_of(schema, schemas)}
    return {"content": {body.content_type: content}, "required": bool(schema.get("required"))}


def _complete_answer(answer: dict[str, Any], told: Told, schemas: dict[str, Any]) -> None:
    if told.file:
        answer["content"] = {told.file: {"schema": {"type": "string", "format": "binary"}}}
    for content in answer.get("content", {}).values():
        content["example"] = example_of(content["schema"], schemas)
