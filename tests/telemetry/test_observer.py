"""Spans for programs that use the library."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from tollbridge import Authorize, BlockingTollbridge, Currency, Money, Sync, Tollbridge, Unreachable, card
from tollbridge.sandbox import SandboxThread
from tollbridge.telemetry.observer import otel_observer
from tollbridge.transport import TransportSettings

PAN = "4242424242424242"


def test_each_request_of_the_library_is_a_span_below_the_programs_own() -> None:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    settings = TransportSettings(observers=(otel_observer(provider),))
    tracer = provider.get_tracer("shop")
    pay = Authorize(amount=Money(990, Currency.USD), payment_method=card(PAN, "12", "2034", cvc="123"),
                    merchant_transaction_id="o-1")
    with SandboxThread() as sandbox:
        at: Any = {"environment": "test", "api_key": "sk_test_1", "base_url": f"{sandbox.url}/stripe"}
        async def checkout_async() -> None:
            async with Tollbridge("stripe", transport=settings, **at) as stripe:
                with tracer.start_as_current_span("checkout"):
                    await stripe.authorize(pay)

        asyncio.run(checkout_async())
        with BlockingTollbridge("stripe", transport=settings, **at) as blocking, \
                tracer.start_as_current_span("checkout"), pytest.raises(Exception, match="resource_missing"):
            blocking.sync(Sync(connector_transaction_id=PAN))
    asked, checkout, missing, _ = exporter.get_finished_spans()
    assert (asked.name, asked.kind) == ("POST", SpanKind.CLIENT)
    assert asked.parent is not None
    assert asked.parent.span_id == checkout.context.span_id
    assert asked.start_time is not None
    assert asked.end_time is not None
    assert checkout.start_time is not None
    assert checkout.start_time <= asked.start_time < asked.end_time
    shown = dict(asked.attributes or {})
    assert shown["http.response.status_code"] == 200
    assert shown["url.full"] == f"{at['base_url']}/v1/payment_intents"
    assert shown["server.address"] == "127.0.0.1"
    assert asked.status.status_code is StatusCode.UNSET
    assert missing.status.status_code is StatusCode.ERROR
    assert (missing.attributes or {})["error.type"] == "404"
    assert all(secret not in str([span.to_json() for span in exporter.get_finished_spans()])
               for secret in (PAN, "sk_test_1", "123\""))


def test_a_request_that_never_left_is_an_error() -> None:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    settings = TransportSettings(observers=(otel_observer(provider),))
    with BlockingTollbridge("stripe", environment="test", api_key="sk_test_1", base_url="http://127.0.0.1:9",
                            transport=settings) as stripe, pytest.raises(Unreachable):
        stripe.sync(Sync(connector_transaction_id="pi_1"))
    span = exporter.get_finished_spans()[-1]  # of several: what never left is tried again
    assert (span.attributes or {})["error.type"] == "Unreachable"
    assert span.status.status_code is StatusCode.ERROR
    assert not span.events
