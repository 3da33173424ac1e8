"""Figures for Prometheus: requests by route, jobs, queue, database, backups, the chain of access records.

Several web processes count into files of one folder (PROMETHEUS_MULTIPROC_DIR, set by `openinsa serve`), so that
whichever of them is asked tells of all. What stands in the database is read when somebody asks.
"""

import hmac
import os
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from openinsa.config.watching import state
from openinsa.people.addresses import address_of

OWN = CollectorRegistry()
REQUESTS = Counter(
    "openinsa_requests_total", "Requests answered.", ["route", "method", "status"], registry=OWN
)
SECONDS = Histogram(
    "openinsa_request_seconds",
    "Time from a request's arrival in the process to its answer.",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10),
    registry=OWN,
)
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answer. Routes are names of the program, so that no address of anybody becomes a label."""
    REQUESTS.labels(route, method if method in METHODS else "OTHER", str(status)).inc()
    SECONDS.labels(route).observe(seconds)


class Installation(Collector):
    """What the installation is like at this moment, one gauge for each figure of `state`."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for figure in state.FIGURES:
            try:
                values = list(figure.read())
            except (DatabaseError, OSError):
                continue  # a figure that cannot be read is missing, which is an alert of its own
            gauge = GaugeMetricFamily(figure.name, figure.meaning, labels=figure.labels)
            for labels, value in values:
                gauge.add_metric(labels, value)
            yield gauge


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for those who may have them; for others there is nothing here."""
    if not may_read(request):
        raise Http404
    registry: Any = OWN
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    of_the_database = CollectorRegistry()
    of_the_database.register(Installation())
    content = generate_latest(registry) + generate_latest(of_the_database)
    return HttpResponse(content, content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """With OPENINSA_METRICS_TOKEN whoever sends it; without, this machine alone, and not for somebody behind it.

    A proxy on this machine that nobody named in OPENINSA_TRUSTED_PROXIES would let the whole world look like it.
    """
    if settings.METRICS_TOKEN:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return hmac.compare_digest(sent.encode(), settings.METRICS_TOKEN.encode())
    if any(header in request.headers for header in FORWARDED):
        return False
    address = address_of(request)
    return address is not None and ip_address(address).is_loopback
