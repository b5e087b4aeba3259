"""OpenTelemetry traces, for those who have the extra. Where they go is set up by OpenTelemetry's own variables."""

from typing import TYPE_CHECKING

from flask import Flask

from endmark.api.settings import SettingsError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

UNTRACED = "healthz,readyz,metrics"


def trace(app: Flask, provider: "TracerProvider | None" = None) -> None:
    """Make a span of every request that is not a probe's; raises SettingsError without the extra.

    Method, route, status and the like are recorded, never what is posted.
    """
    try:
        from opentelemetry.instrumentation.flask import FlaskInstrumentor  # noqa: PLC0415  an extra that few install
    except ModuleNotFoundError as error:
        raise SettingsError(f"ENDMARK_TRACING needs {error.name}: pip install 'endmark[otel]'") from None
    FlaskInstrumentor().instrument_app(app, tracer_provider=provider or _exporting(), excluded_urls=UNTRACED)


def _exporting() -> "TracerProvider":
    """A provider that sends spans by OTLP over HTTP, from a thread of this process."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    provider = TracerProvider(resource=Resource.create({"service.name": "endmark"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider
