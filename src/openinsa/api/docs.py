"""The API described for people: the OpenAPI schema as a page of the house, without anything from outside."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openinsa.api.interface import SITE


@dataclass(frozen=True)
class Described:
    """One operation as the page shows it."""

    name: str
    method: str
    path: str
    summary: str
    text: str
    parameters: list[dict[str, Any]]
    body: str
    answer: str


def docs(request: HttpRequest) -> HttpResponse:
    """Every operation, room by room, with an example of what is sent and what comes back."""
    schema = SITE[0].whole_schema()
    shown = list(_operations(schema))
    rooms = [
        (tag["description"], [one for room, one in shown if room == tag["name"]]) for tag in schema["tags"]
    ]
    return render(request, "api/docs.html", {"rooms": rooms, "said": schema["info"]["description"]})


def _operations(schema: dict[str, Any]) -> Iterator[tuple[str, Described]]:
    for path, methods in schema["paths"].items():
        for method, one in methods.items():
            yield (
                one["tags"][0],
                Described(
                    name=one["operationId"],
                    method=method.upper(),
                    path=path,
                    summary=one["summary"],
                    text=one.get("description", ""),
                    parameters=one["parameters"],
                    body=_example(one.get("requestBody")),
                    answer=_example(next(iter(one["responses"].values()))),
                ),
            )


def _example(told: dict[str, Any] | None) -> str:
    for content in (told or {}).get("content", {}).values():
        return json.dumps(content.get("example"), ensure_ascii=False, indent=2)
    return ""
