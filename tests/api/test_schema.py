"""What the API says of itself: complete, with an example for everything, and true."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from jsonschema import Draft202012Validator

from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.config.api import api
from openinsa.people.tenancy import set_context

pytestmark = pytest.mark.django_db
BINARY = "(파일)"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    with translation.override("ko"):
        return api.whole_schema()


def operations(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", one)
        for path, methods in schema["paths"].items()
        for method, one in methods.items()
    ]


def test_the_schema_is_served_to_whoever_asks() -> None:
    set_context(None)
    told = Client().get("/api/v1/openapi.json")
    assert told.status_code == 200
    assert told.json()["openapi"].startswith("3.1")


def test_every_operation_has_a_summary_and_says_that_it_wants_a_token(schema: dict[str, Any]) -> None:
    silent = [name for name, one in operations(schema) if not (one.get("summary") and one.get("security"))]
    assert silent == []


def test_every_body_and_every_answer_has_an_example_that_its_schema_allows(schema: dict[str, Any]) -> None:
    wrong = []
    for name, one in operations(schema):
        told = [one["requestBody"]] if "requestBody" in one else []
        told += one["responses"].values()
        for content in [found for part in told for found in part.get("content", {}).values()]:
            example = content["example"]
            if example == BINARY or content["schema"].get("properties", {}).get("file"):
                continue
            whole = {**content["schema"], "components": schema["components"]}
            faults = [fault.message for fault in Draft202012Validator(whole).iter_errors(example)]
            if faults:
                wrong.append((name, faults[:2]))
    assert wrong == []


def test_the_page_of_the_api_names_every_operation_in_both_languages(schema: dict[str, Any]) -> None:
    office: Office = new_office()
    page = OfficeClient(office, office.hr_officer, "api")
    shown = text(page.get("docs"))
    assert [
        one["operationId"] for _name, one in operations(schema) if f'id="{one["operationId"]}"' not in shown
    ] == []
    page.client.cookies["django_language"] = "en"
    assert "API documentation" in text(page.get("docs"))


def test_a_refusal_has_a_page_that_its_type_leads_to() -> None:
    office = new_office()
    page = OfficeClient(office, office.hr_officer, "api")
    assert "입력 중이 아니어서" in text(page.get("problem", "month-not-open"))
    assert page.get("problem", "nothing-of-the-sort").status_code == 404


def test_the_description_is_made_once_for_each_language() -> None:
    made = {}
    for language in ("ko", "en"):
        with translation.override(language):
            made[language] = api.whole_schema()
            assert api.whole_schema() is made[language]
    assert made["ko"]["info"]["description"] != made["en"]["info"]["description"]
