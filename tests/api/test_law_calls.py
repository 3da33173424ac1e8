"""The rule book by another system: what it covers, rules and values of law with their sources."""

import pytest

from api_office import ApiClient, integrate
from office import new_office
from openinsa.rules.engine import load_rule_book

pytestmark = pytest.mark.django_db


@pytest.fixture
def api() -> ApiClient:
    """The rule book is for everybody: no right opens it."""
    return integrate(new_office(), {"jobs.see": "institution"})


def test_topics_say_what_is_covered_and_what_is_not_verified(api: ApiClient) -> None:
    told = api.get("/law/topics").json()
    assert told["version"] == load_rule_book().version
    assert sum(one["rules"] for one in told["topics"]) == len(load_rule_book().rules)
    assert all(one["covers"] and one["left_out"] for one in told["topics"])


def test_a_rule_names_its_articles_and_what_it_needs(api: ApiClient) -> None:
    listed = api.get("/law/rules?limit=500").json()["items"]
    assert len(listed) == len(load_rule_book().rules)
    told = api.get("/law/rules/late_interest")
    assert told.status_code == 200, told.content
    assert "late_days" in told.json()["needs"]
    assert told.json()["forms"][0]["law"]
    assert api.get("/law/rules/nothing_of_the_sort").status_code == 404


def test_a_value_of_law_tells_its_history_with_sources(api: ApiClient) -> None:
    assert api.get("/law/values?state=unverified").status_code == 200
    told = api.get("/law/values/minimum_hourly_wage")
    assert told.status_code == 200, told.content
    (only,) = told.json()["values"]
    days = [one["since"] for one in only["dated"]]
    assert days == sorted(days, reverse=True)
    assert all(one["law"] and one["checked"] for one in only["dated"])


def test_every_rule_and_every_value_can_be_asked(api: ApiClient) -> None:
    book = load_rule_book()
    asked = [f"/law/rules/{name}" for name in book.rules] + [
        f"/law/values/{name}" for name in book.parameters
    ]
    assert [path for path in asked[:: len(asked) // 40] if api.get(path).status_code != 200] == []
