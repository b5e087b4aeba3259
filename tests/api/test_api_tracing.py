import sys

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from endmark import RuleBook
from endmark.api import create_app
from endmark.api.rule_set import Rules, RuleSet
from endmark.api.settings import Settings, SettingsError
from endmark.api.tracing import trace


def test_a_request_is_a_span_without_its_text(book: RuleBook) -> None:
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    app = create_app(Settings(), Rules(RuleSet(book, 0)))
    trace(app, provider)
    for path in ("/v1/strip", "/healthz"):
        app.test_client().open(path, method="POST", data="SECRET", content_type="text/plain", buffered=True)
    [span] = spans.get_finished_spans()
    assert span.name == "POST /v1/strip"
    assert span.attributes
    assert "SECRET" not in span.to_json()


def test_without_the_extra_it_says_what_to_install(book: RuleBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.instrumentation.flask", None)
    with pytest.raises(SettingsError, match=r"pip install 'endmark\[otel\]'"):
        create_app(Settings(tracing=True), Rules(RuleSet(book, 0)))


def test_with_the_extra_it_starts(book: RuleBook) -> None:
    app = create_app(Settings(tracing=True), Rules(RuleSet(book, 0)))
    assert app.test_client().get("/healthz").status_code == 200
