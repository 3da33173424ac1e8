"""Health, metrics and traces: what they tell, to whom, and that nobody is in them."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from office import Office, new_office
from openinsa.config.watching import health, telemetry
from openinsa.config.watching.jobs import watched
from openinsa.jobs import work
from openinsa.jobs.actions import start_job
from openinsa.people.tenancy import set_context

pytestmark = pytest.mark.django_db
NAME, RESIDENT = "남궁하늘", "850412-1234567"
WORKER = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())"


@pytest.fixture
def office() -> Office:
    office = new_office("가온구")
    office.employ(NAME, resident_number=RESIDENT)
    return office


def use(office: Office) -> None:
    """A few pages, one of them with a name in its address that is nobody's."""
    set_context(None)
    client = Client()
    client.force_login(office.hr_officer)
    client.get(reverse("staffing:people"), {"q": NAME})
    client.get(reverse("staffing:projects"))
    client.get(f"/staffing/{NAME}/")


def figures(**headers: str) -> str:
    answer = Client().get("/metrics", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_process_says_that_it_lives_without_asking_the_database(
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/health/live").json() == {"status": "ok"}


def test_an_installation_says_that_it_is_ready() -> None:
    answer = Client().get("/health/ready")
    assert answer.status_code == 200
    checks = answer.json()["checks"]
    assert (checks["database"], checks["migrations"], checks["disk"]) == ("ok", "ok", "ok")
    assert checks["worker"] == "failed"
    with connection.cursor() as cursor:
        cursor.execute(WORKER)
    assert Client().get("/health/ready").json()["checks"]["worker"] == "ok"


def test_a_full_disk_makes_it_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", 1 << 60)
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["disk"]) == (503, "failed")


def test_the_figures_count_answers_by_route_and_tell_of_queue_and_database(office: Office) -> None:
    use(office)
    told = figures()
    assert re.search(
        r'openinsa_requests_total\{method="GET",route="staffing:people",status="200"\} [1-9]', told
    )
    assert 'openinsa_request_seconds_bucket{le="0.3",route="staffing:people"}' in told
    for name in ("queue_seconds", "workers", "stalled_jobs", "disk_free_bytes", "access_chain_broken"):
        assert re.search(rf"^openinsa_{name} \d", told, re.MULTILINE), name
    assert "openinsa_database_connections{" in told


def test_the_figures_count_jobs_of_all_institutions_without_saying_whose(office: Office) -> None:
    start_job(office.payroll_officer, "pay_run", NAME, {"runs": []})
    told = figures()
    assert 'openinsa_jobs{kind="pay_run",state="waiting"} 1.0' in told
    assert office.institution.name not in told


def test_nobody_is_in_the_figures(office: Office) -> None:
    use(office)
    told = figures()
    for known in (NAME, RESIDENT, office.clerk.username, office.institution.name):
        assert known not in told
    assert "/staffing/" not in told


def test_only_this_machine_reads_the_figures_while_there_is_no_token() -> None:
    assert Client(REMOTE_ADDR="192.0.2.7").get("/metrics").status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Proto"])
def test_a_proxy_on_this_machine_hands_the_figures_to_nobody(header: str) -> None:
    assert Client().get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


def test_with_a_token_whoever_sends_it_reads_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "METRICS_TOKEN", "a-long-token")
    away = Client(REMOTE_ADDR="192.0.2.7")
    assert away.get("/metrics", headers={"Authorization": "Bearer a-long-token"}).status_code == 200
    assert away.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 404
    assert Client().get("/metrics").status_code == 404


COUNT = """
import sys
from openinsa.config.watching.metrics import count_request
count_request("home", "GET", 200, 0.01)
"""


def test_several_processes_count_into_one_figure(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "settings_for_tests",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    for _process in range(2):
        subprocess.run(
            [sys.executable, "-c", f"import django; django.setup(){COUNT}"], env=environment, check=True
        )
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(tmp_path))
    assert b'openinsa_requests_total{method="GET",route="home",status="200"} 2.0' in generate_latest(registry)


class Receiver(BaseHTTPRequestHandler):
    """What a collector of OpenTelemetry answers: it takes everything."""

    got: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, bytes]]]:
    """A collector on a port of this machine, to which this process exports."""
    got: list[tuple[str, bytes]] = []
    server = HTTPServer(("127.0.0.1", 0), type("Here", (Receiver,), {"got": got}))
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
    yield got
    telemetry.stop()
    server.shutdown()


def test_traces_and_metrics_reach_a_collector_and_name_nobody(
    office: Office, collector: list[tuple[str, bytes]]
) -> None:
    assert telemetry.start()
    use(office)
    work.register_work("counting", lambda _progress, _arguments: {})
    work.AROUND.append(watched)
    set_context(office.institution.pk)
    job = start_job(office.payroll_officer, "counting", NAME, {})
    work.perform(job.pk, job.institution_id)
    work.AROUND.remove(watched)
    telemetry.stop()
    spans = [span for path, body in collector if path == "/v1/traces" for span in spans_in(body)]
    assert {"GET staffing:people", "GET staffing:projects", "job counting"} <= {span.name for span in spans}
    assert "http.server.request.duration" in {
        name for path, body in collector if path == "/v1/metrics" for name in metrics_in(body)
    }
    everything = b"".join(body for _path, body in collector)
    for known in (NAME, RESIDENT, office.hr_officer.username):
        assert known.encode() not in everything


def spans_in(body: bytes) -> list[Any]:
    told = ExportTraceServiceRequest.FromString(body)
    return [span for one in told.resource_spans for scope in one.scope_spans for span in scope.spans]


def metrics_in(body: bytes) -> list[str]:
    told = ExportMetricsServiceRequest.FromString(body)
    return [one.name for of in told.resource_metrics for scope in of.scope_metrics for one in scope.metrics]


def test_without_an_address_nothing_is_exported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    assert not telemetry.start()
