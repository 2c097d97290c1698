"""The sending side of telemetry (отправка телеметрии): imported only where an endpoint is set."""

from __future__ import annotations

from collections.abc import Sequence

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.metrics.view import View
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Event, ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio
from opentelemetry.trace import Status

from ediary_app import observing
from ediary_app.kernel.settings import Settings

EVERY_MS, SECONDS = 60_000, 5.0


class Impersonal(SpanExporter):
    """Lets spans out with nothing of a person in them."""

    def __init__(self, inner: SpanExporter, words: frozenset[str]) -> None:
        self._inner, self._words = inner, words

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send the spans, each made plain."""
        return self._inner.export([self._plain(span) for span in spans])

    def _plain(self, span: ReadableSpan) -> ReadableSpan:
        events = observing.kinds(span.events)
        return ReadableSpan(
            name=observing.plain_name(span.name, self._words),
            context=span.context,
            parent=span.parent,
            resource=span.resource,
            attributes=observing.let_through(span.attributes),
            events=[Event(name, attributes, at) for name, at, attributes in events],
            kind=span.kind,
            status=Status(span.status.status_code),
            start_time=span.start_time,
            end_time=span.end_time,
            instrumentation_scope=span.instrumentation_scope,
        )

    def shutdown(self) -> None:
        """Send no more."""
        self._inner.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Send what waits."""
        return self._inner.force_flush(timeout_millis)


def providers(chosen: Settings, words: frozenset[str]) -> tuple[TracerProvider, MeterProvider]:
    """Where spans and measurements go: to the endpoint, by OTLP over HTTP."""
    base = chosen.otlp_endpoint.rstrip("/")
    resource = Resource({"service.name": observing.NAME, "service.version": observing.version()})
    traces = TracerProvider(
        resource=resource,
        sampler=ParentBasedTraceIdRatio(chosen.otlp_sample),
        shutdown_on_exit=True,
    )
    spans = OTLPSpanExporter(endpoint=f"{base}/v1/traces", timeout=SECONDS)
    traces.add_span_processor(BatchSpanProcessor(Impersonal(spans, words)))
    numbers = OTLPMetricExporter(endpoint=f"{base}/v1/metrics", timeout=SECONDS)
    reader = PeriodicExportingMetricReader(numbers, export_interval_millis=EVERY_MS)
    only = View(instrument_name="*", attribute_keys=set(observing.LET_THROUGH))
    return traces, MeterProvider([reader], resource=resource, views=[only])
