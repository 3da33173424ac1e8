"""The real server, called by programs that know nothing but its schema: a fuzzer, and a generated client."""

import importlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from api.conftest import LiveApi

SEED, CASES = "41", "1"  # the same cases in the same order each time: no time budget, one worker
NOT_ASKED = [
    "positive_data_acceptance",  # what fits the schema may still be refused for what is stored already
    "use_after_free",  # both of these follow ids from answer to answer, which the month below does on purpose
    "ensure_resource_availability",
]
TOOLS = Path(sys.executable).parent

pytestmark = pytest.mark.slow


def run(program: str, *arguments: str, within: Path) -> subprocess.CompletedProcess[str]:
    command = [str(TOOLS / program), *arguments]
    return subprocess.run(command, cwd=within, capture_output=True, text=True, check=False)


def test_nothing_that_is_sent_breaks_the_server_and_every_answer_is_as_described(
    live_api: LiveApi, tmp_path: Path
) -> None:
    done = run(
        "schemathesis",
        *("run", live_api.schema_url, "-H", f"Authorization: Bearer {live_api.token}"),
        *("--seed", SEED, "--max-examples", CASES, "--workers", "1"),
        *("--phases", "examples,fuzzing", "--checks", "all", "--exclude-checks", ",".join(NOT_ASKED)),
        *("--continue-on-failure", "--warnings", "off", "--no-color"),
        within=tmp_path,
    )
    assert done.returncode == 0, done.stdout[-6000:]


@pytest.fixture(scope="module")
def generated(live_api: LiveApi, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The client that anybody can make from the schema."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "config.yml").write_text("post_hooks: []\nliteral_enums: true\n")
    made = run(
        "openapi-python-client",
        *("generate", "--url", live_api.schema_url, "--meta", "none", "--config", "config.yml"),
        *("--output-path", "insa_client"),
        within=folder,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    return importlib.import_module("insa_client")


def test_a_generated_client_takes_a_month_from_the_project_to_payment(
    live_api: LiveApi, generated: ModuleType
) -> None:
    clerk = caller(generated, live_api.url, live_api.token)
    head = caller(generated, live_api.url, live_api.head)
    project = clerk(
        "staffing.add_project",
        body={
            "name": "가로수 정비",
            "department": live_api.department_id,
            "starts_on": "2026-01-01",
            "ends_on": "2026-12-31",
            "budget": 50_000_000,
            "day_labour_payment": "monthly",
        },
    )
    people = [
        {
            "name": name,
            "resident_number": f"900101-200000{number}",
            "department": "공원녹지과",
            "project": "가로수 정비",
            "starts_on": "2026-06-01",
            "ends_on": "2026-06-30",
            "rate": 96_968,
        }
        for number, name in enumerate(["이초롱", "박새봄", "최다온"], 3)
    ]
    assert clerk("staffing.register_people", body={"people": people})["stored"] is True
    month = clerk("staffing.open_month", project["id"], body={"month": "2026-06"})
    assert clerk("staffing.fill_month", month["id"])["filled"] == 90
    sheet = clerk("staffing.list_days", month["id"])
    assert [row["name"] for row in sheet["rows"]] == ["박새봄", "이초롱", "최다온"]
    assert clerk("staffing.submit_month", month["id"])["state"] == "submitted"
    assert head("staffing.approve_month", month["id"])["state"] == "approved"
    job = clerk("payroll.start_runs", body={"month": "2026-06", "projects": [project["id"]]})
    while clerk("jobs.show_job", job["id"])["state"] in {"waiting", "running"}:
        time.sleep(0.2)
    (run,) = [one for one in clerk("payroll.list_runs")["items"] if one["project_id"] == project["id"]]
    shown = clerk("payroll.show_run", run["id"])
    assert (shown["state"], shown["people"], shown["faults"]) == ("computed", 3, [])
    assert clerk("payroll.pay_runs", body={"runs": [run["id"]]}) == {"count": 1}
    slips = clerk("payroll.list_slips_of_run", run["id"])["items"]
    assert sum(one["net"] for one in slips) == shown["net"] > 0
    listed = clerk("staffing.list_people")
    assert {"이초롱", "박새봄", "최다온"} <= {one["name"] for one in listed["items"]}


def caller(generated: ModuleType, url: str, token: str) -> Callable[..., dict[str, Any]]:
    """Calls operations of the generated client by name, with JSON in and out."""
    client = generated.AuthenticatedClient(base_url=url, token=token)

    def call(operation: str, *ids: int, body: dict[str, Any] | None = None) -> dict[str, Any]:
        module = importlib.import_module(f"insa_client.api.{operation}")
        sent = {} if body is None else {"body": body_of(generated, operation, body)}
        told = module.sync_detailed(*ids, client=client, **sent)
        assert told.status_code < 300, told.content
        return json.loads(told.content)

    return call


def body_of(generated: ModuleType, operation: str, body: dict[str, Any]) -> Any:
    """The body as the model that the client made for it."""
    module = importlib.import_module(f"insa_client.api.{operation}")
    annotation = module.sync_detailed.__annotations__["body"]
    model = next(
        one for one in (*getattr(annotation, "__args__", ()), annotation) if hasattr(one, "from_dict")
    )
    return model.from_dict(body)
