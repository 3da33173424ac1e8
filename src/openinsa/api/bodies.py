"""Bodies of requests: the fields of the screens' own forms as JSON, or a model where no form exists.

A form decides on the API what it decides on the screen. Before it, JSON is held strictly to its types: what a
clerk may type loosely, a program writes exactly.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, Protocol

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ValidationError

from openinsa.api.problems import BodyUnreadable, FieldsRefused, WrongContentType
from openinsa.people.refusals import require
from openinsa.web.forms import ClockField, DayField, MinutesField, PercentField

REFERENCES = "#/components/schemas/{model}"
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUL = "\x00"
SAID: dict[str, Any] = {
    "missing": gettext_lazy("꼭 있어야 하는 항목입니다."),
    "extra_forbidden": gettext_lazy("없는 항목입니다. 이름을 확인해 주세요."),
    "boolean": gettext_lazy("true나 false를 써 주세요."),
    "integer": gettext_lazy("정수를 따옴표 없이 써 주세요."),
    "string": gettext_lazy("문자열을 써 주세요."),
    "array": gettext_lazy("배열을 써 주세요."),
    "date": gettext_lazy("날짜를 2026-11-22처럼 써 주세요."),
    "other": gettext_lazy("값의 형식이 맞지 않습니다. 문서의 예를 보아 주세요."),
}
PYDANTIC = {
    "missing": "missing",
    "extra_forbidden": "extra_forbidden",
    "bool_type": "boolean",
    "int_type": "integer",
    "string_type": "string",
    "list_type": "array",
    "date_from_datetime_parsing": "date",
    "date_parsing": "date",
}


class Body(Protocol):
    """What an operation takes: read from a request, described in the schema."""

    content_type: str

    def read(self, request: HttpRequest, row: Any) -> Any: ...

    def schema(self) -> dict[str, Any]: ...


def json_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of a body; nothing at all is an empty one. Raises WrongContentType, BodyUnreadable."""
    if not request.body:
        return {}
    require(request.content_type == "application/json", WrongContentType(wanted="application/json"))
    try:
        given = json.loads(request.body, parse_constant=_no_number)
        storable = NUL not in json.dumps(given, ensure_ascii=False).encode().decode()
        unescaped = b"\\u0000" not in request.body
    except (ValueError, RecursionError) as broken:
        raise BodyUnreadable() from broken
    require(isinstance(given, dict) and storable and unescaped, BodyUnreadable())
    return given


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def refuse(pointer: str, said: str) -> NoReturn:
    raise FieldsRefused([{"pointer": pointer, "detail": said}])


class ModelBody:
    """A body described by a pydantic model, in which unknown fields are refused."""

    content_type = "application/json"

    def __init__(self, model: type[BaseModel]) -> None:
        self.model = model

    def read(self, request: HttpRequest, row: Any) -> BaseModel:
        try:
            return self.model.model_validate(json_of(request))
        except ValidationError as wrong:
            raise FieldsRefused([_told(one) for one in wrong.errors(include_url=False)]) from wrong

    def schema(self) -> dict[str, Any]:
        return self.model.model_json_schema(ref_template=REFERENCES)


def _told(error: Any) -> dict[str, str]:
    pointer = "".join(f"/{part}" for part in error["loc"])
    said = SAID[PYDANTIC.get(error["type"], "other")]
    own = error.get("ctx", {}).get("error")
    return {"pointer": pointer, "detail": str(own or said)}


MakeForm = Callable[[Mapping[str, Any], Any], forms.Form]


class FormBody:
    """A body described by a form of the screens. `now` gives what stands already, so that a part may be sent.

    `every` names what must always be sent, for a form whose fields depend on what is sent.
    """

    content_type = "application/json"

    def __init__(
        self,
        form: type[forms.Form],
        *,
        make: MakeForm | None = None,
        fields: Callable[[], Mapping[str, forms.Field]] | None = None,
        now: Callable[[Any], Mapping[str, Any]] | None = None,
        without: tuple[str, ...] = (),
        every: tuple[str, ...] | None = None,
    ) -> None:
        self.form, self.now, self.without, self.every = form, now, without, every
        self.make: MakeForm = make or (lambda data, _row: form(data))
        self.described = fields or (lambda: {**form.base_fields, **form().fields})

    def read(self, request: HttpRequest, row: Any) -> Any:
        """What was sent, as the form cleaned it. Raises FieldsRefused."""
        return self.cleaned(json_of(request), row)

    def cleaned(self, given: Mapping[str, Any], row: Any) -> Any:
        form = self.make({**self._standing(row), **given}, row)
        for name in self.without:
            form.fields.pop(name, None)
        wrong = [*_wrong_types(form.fields, given)] or _wrong_values(form)
        if wrong:
            raise FieldsRefused(wrong)
        return dict(form.cleaned_data)

    def _standing(self, row: Any) -> Mapping[str, Any]:
        return {name: _as_id(value) for name, value in self.now(row).items()} if self.now else {}

    def schema(self) -> dict[str, Any]:
        fields = {name: one for name, one in self.described().items() if name not in self.without}
        required = [name for name, one in fields.items() if self._is_required(name, one)]
        shape: dict[str, Any] = {
            "type": "object",
            "properties": {name: schema_of(one) for name, one in fields.items()},
            "additionalProperties": False,
        }
        return {**shape, "required": required} if required else shape

    def _is_required(self, name: str, field: forms.Field) -> bool:
        return name in self.every if self.every is not None else field.required and not self.now


def _as_id(value: Any) -> Any:
    return getattr(value, "pk", value)


def _wrong_types(fields: Mapping[str, forms.Field], given: Mapping[str, Any]) -> list[dict[str, str]]:
    wrong = [
        {"pointer": f"/{name}", "detail": str(SAID["extra_forbidden"])}
        for name in given
        if name not in fields
    ]
    for name in given.keys() & fields.keys():
        if fault := _type_fault(fields[name], given[name]):
            wrong.append({"pointer": f"/{name}", "detail": str(SAID[fault])})
    return wrong


def _type_fault(field: forms.Field, value: Any) -> str:
    """Which type a value should have had, "" where it has it."""
    kind = type_of(field)
    if value is None:
        return kind if field.required else ""
    if kind == "date":
        return "" if isinstance(value, str) and (ISO_DAY.fullmatch(value) or not value) else "date"
    if kind == "array":
        return "" if isinstance(value, list) and all(isinstance(one, int | str) for one in value) else "array"
    wanted = {"boolean": bool, "integer": int, "string": str}[kind]
    fits = isinstance(value, wanted) and (kind == "boolean" or not isinstance(value, bool))
    return "" if fits and not (kind == "integer" and abs(value) > 2**62) else kind


def _wrong_values(form: forms.Form) -> list[dict[str, str]]:
    errors = form.errors.get_json_data()
    return [
        {"pointer": "" if name == "__all__" else f"/{name}", "detail": said["message"]}
        for name, faults in errors.items()
        for said in faults
    ]


TYPES: tuple[tuple[type[forms.Field], str], ...] = (
    (DayField, "date"),
    (forms.DateField, "date"),
    (forms.BooleanField, "boolean"),
    (forms.ModelMultipleChoiceField, "array"),
    (forms.MultipleChoiceField, "array"),
    (forms.ModelChoiceField, "integer"),
    (forms.IntegerField, "integer"),
    (MinutesField, "integer"),
)
PATTERNS: tuple[tuple[type[forms.Field], str], ...] = (
    (ClockField, r"^([01][0-9]|2[0-3]):[0-5][0-9]$"),
    (PercentField, r"^[0-9]{1,3}(\.[0-9]{1,4})?$"),
)


def type_of(field: forms.Field) -> str:
    """The JSON type of a form's field; a choice has the type of what can be chosen."""
    found = next((kind for one, kind in TYPES if isinstance(field, one)), "")
    if found:
        return found
    values = _choices(field)
    return "integer" if values and all(isinstance(one, int) for one in values) else "string"


def _choices(field: forms.Field) -> list[Any]:
    """What can be chosen, where that is written in the code and not in the database."""
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return []
    return [value for value, _label in field.choices]


def schema_of(field: forms.Field) -> dict[str, Any]:
    """One field as JSON schema, with the words of its form."""
    kind = type_of(field)
    shape: dict[str, Any] = {"date": {"type": "string", "format": "date"}}.get(kind, {"type": kind})
    shape |= _limits(field)
    values = _choices(field)
    if kind == "array":
        ids = isinstance(field, forms.ModelMultipleChoiceField)
        shape["items"] = {"type": "integer"} if ids else {"type": "string", **_enum(values)}
    else:
        shape |= _enum(values)
    if not field.required and kind not in {"boolean", "array"}:
        shape["type"] = [shape["type"], "null"]
        if "enum" in shape:
            shape["enum"] = [*shape["enum"], None]
    said = " · ".join(str(text) for text in (field.label, field.help_text) if text)
    return {**shape, "description": said} if said else shape


def _enum(values: list[Any]) -> dict[str, Any]:
    return {"enum": values} if values else {}


def _limits(field: forms.Field) -> dict[str, Any]:
    names = {"min_value": "minimum", "max_value": "maximum", "max_length": "maxLength"}
    limits = {
        said: getattr(field, name) for name, said in names.items() if getattr(field, name, None) is not None
    }
    if isinstance(field, MinutesField):
        limits["minimum"] = 0
    if field.required and isinstance(field, forms.CharField) and not isinstance(field, forms.DateField):
        limits["minLength"] = 1
    pattern = next((one for kind, one in PATTERNS if isinstance(field, kind)), "")
    return {**limits, "pattern": pattern} if pattern else limits


class UploadBody:
    """One file, the password that opens it, and what a form of the screens asks beside them."""

    content_type = "multipart/form-data"

    def __init__(self, form: type[forms.Form] | None = None) -> None:
        self.form = form

    @property
    def beside(self) -> Mapping[str, forms.Field]:
        fields = self.form.base_fields if self.form else {}
        return {name: one for name, one in fields.items() if name not in {"file", "password"}}

    def read(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """`name`, `content` and `password`. Raises WrongContentType, FieldsRefused."""
        require(request.content_type == self.content_type, WrongContentType(wanted=self.content_type))
        file = request.FILES.get("file")
        if file is None:
            refuse("/file", str(SAID["missing"]))
        unknown = {*request.POST, *request.FILES} - {"file", "password", *self.beside}
        for name in unknown:
            refuse(f"/{name}", str(SAID["extra_forbidden"]))
        told = {"name": file.name, "password": request.POST.get("password", ""), **self._told(request)}
        file.seek(0)
        return {**told, "content": file.read()}

    def _told(self, request: HttpRequest) -> dict[str, Any]:
        if self.form is None:
            return {}
        form = self.form(request.POST, request.FILES)
        if wrong := _wrong_values(form):
            raise FieldsRefused(wrong)
        return {name: form.cleaned_data[name] for name in self.beside}

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {
                "file": {"type": "string", "format": "binary", "description": _("파일")},
                "password": {"type": "string", "description": _("파일에 걸린 암호")},
                **{name: schema_of(one) for name, one in self.beside.items()},
            },
            "required": ["file", *(name for name, one in self.beside.items() if one.required)],
            "additionalProperties": False,
        }
