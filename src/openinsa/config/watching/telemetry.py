"""Traces and metrics by OpenTelemetry, when OTEL_EXPORTER_OTLP_ENDPOINT is set and the extra `telemetry` is there.

A span says which route or kind of job, how it ended and how long it took; numbers of rows, never their content.
The SDK reads its other settings (headers, sampler, intervals) from the environment as its documentation says.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest

from openinsa.config.watching.logs import route_of

log = logging.getLogger(__name__)
SERVICE = "openinsa"
_started: dict[str, Any] = {}


def wanted() -> bool:
    return bool(os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"))


def start() -> bool:
    """Begin to export, once for each process. False when it is not wanted or cannot be."""
    if _started or not wanted():
        return bool(_started)
    if not find_spec("opentelemetry.exporter.otlp"):
        log.warning("OTEL_EXPORTER_OTLP_ENDPOINT is set, but the extra telemetry is not installed")
        return False
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    resource = Resource({"service.name": os.environ.get("OTEL_SERVICE_NAME", SERVICE)})
    traces = TracerProvider(resource=resource)
    traces.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    figures = MeterProvider(
        resource=resource, metric_readers=[PeriodicExportingMetricReader(OTLPMetricExporter())]
    )
    meter = figures.get_meter(SERVICE)
    _started.update(
        traces=traces,
        figures=figures,
        tracer=traces.get_tracer(SERVICE),
        seconds=meter.create_histogram("http.server.request.duration", unit="s"),
        jobs=meter.create_histogram("openinsa.job.duration", unit="s"),
    )
    return True


def stop() -> None:
    """Send what is waiting and end."""
    for name in ("traces", "figures"):
        if name in _started:
            _started[name].shutdown()
    _started.clear()


@contextmanager
def request_span(request: HttpRequest) -> Iterator[Any]:
    """A span around a request. Without telemetry nothing."""
    if not _started:
        yield None
        return
    with _started["tracer"].start_as_current_span(
        request.method or "", record_exception=False, set_status_on_exception=False
    ) as span:
        yield span


def tell_response(span: Any, request: HttpRequest, status: int, seconds: float) -> None:
    """Name the span by its route and say how it ended."""
    if span is None:
        return
    told = {
        "http.request.method": request.method or "",
        "http.route": route_of(request),
        "http.response.status_code": status,
    }
    span.update_name(f"{request.method} {told['http.route']}")
    span.set_attributes({**told, "openinsa.request": getattr(request, "number", "")})
    _started["seconds"].record(seconds, told)


@contextmanager
def job_span(kind: str, job_id: int) -> Iterator[None]:
    """A span around a job."""
    if not _started:
        yield
        return
    with _started["tracer"].start_as_current_span(
        f"job {kind}", attributes={"openinsa.job": job_id, "openinsa.kind": kind}, record_exception=False
    ):
        yield
