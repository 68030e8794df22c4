"""Tracing: a span for each request, to whatever takes OpenTelemetry's protocol; with the extra `otel`."""

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def trace_requests(application: ASGIApp, *, url: str, version: str) -> ASGIApp:
    """An application whose requests are told to the collector at an address, as those of a version.

    A request that names the trace which it belongs to (W3C Trace Context) is a part of it. Raises `ImportError` where
    the extra is not installed.
    """
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415  # an extra
    from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware  # noqa: PLC0415  # likewise
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415  # likewise
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415  # likewise
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415  # likewise

    provider = TracerProvider(resource=Resource.create({"service.name": "tracker", "service.version": version}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{url.rstrip('/')}/v1/traces")))
    traced: ASGIApp = OpenTelemetryMiddleware(application, tracer_provider=provider, exclude_spans=["send", "receive"])

    async def tell_the_last(scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and before the service has ended tell what is not yet told."""

        async def send_on(message: Message) -> None:
            if message["type"] == "lifespan.shutdown.complete":
                await run_in_threadpool(provider.shutdown)
            await send(message)

        await traced(scope, receive, send_on if scope["type"] == "lifespan" else send)

    return tell_the_last
