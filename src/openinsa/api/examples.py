"""Examples for the OpenAPI schema, made from the schema itself so that none can be forgotten or grow stale."""

from collections.abc import Mapping
from typing import Any

BY_NAME: dict[str, Any] = {
    "name": "공원 환경정비",
    "username": "park-01",
    "detail": "찾는 자료가 없거나 볼 수 있는 자료가 아닙니다.",
    "reason": "11월분 지급 확인",
    "mark": "8",
    "document": "공원녹지과-1234",
    "agreement": "공원녹지과-1234",
    "source": "기간제근로자 관리규정 제10조",
    "next": None,
    "cursor": "W1sxLCI...",
    "month": "2026-11",
    "sort": None,
    "job_title": "환경정비",
}
BY_FORMAT = {
    "date": "2026-11-22",
    "date-time": "2026-11-22T14:03:00+09:00",
    "uuid": "0b5f7f0e-6f0a-4c55-9a51-0d5b3a2f7a11",
    "binary": "(파일)",
}
DEEPEST = 6


def example_of(
    schema: Mapping[str, Any], components: Mapping[str, Any], name: str = "", depth: int = 0
) -> Any:
    """A value that a schema allows, in the words of the field."""
    if "$ref" in schema:
        return example_of(components[schema["$ref"].rpartition("/")[2]], components, name, depth)
    if "example" in schema or schema.get("examples"):
        return schema.get("example", (schema.get("examples") or [None])[0])
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    choices = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if choices:
        return example_of(choices[0], components, name, depth)
    return _of_type(schema, components, name, depth)


def _of_type(schema: Mapping[str, Any], components: Mapping[str, Any], name: str, depth: int) -> Any:
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else next(iter(kinds))
    if kind == "object":
        return _object(schema, components, depth)
    if kind == "array":
        return [example_of(schema.get("items", {}), components, name, depth + 1)] if depth < DEEPEST else []
    if kind == "string":
        return _text(schema, name)
    numbers = {"integer": max(int(schema.get("minimum", 1)), 1), "number": 1, "boolean": True}
    return numbers.get(kind)


def _object(schema: Mapping[str, Any], components: Mapping[str, Any], depth: int) -> dict[str, Any]:
    if depth >= DEEPEST:
        return {}
    return {
        name: example_of(one, components, name, depth + 1)
        for name, one in schema.get("properties", {}).items()
    }


def _text(schema: Mapping[str, Any], name: str) -> str:
    if schema.get("format") in BY_FORMAT:
        return BY_FORMAT[schema["format"]]
    if "pattern" in schema:
        return {"^([01]": "09:00"}.get(schema["pattern"][:6], "4.75")
    said = BY_NAME.get(name)
    text = said if isinstance(said, str) else "예"
    return text[: schema.get("maxLength", len(text))]
