package io.calotype.gateway.broker;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The trace that the current request belongs to, whether or not this gateway's spans are collected. */
@ApplicationScoped
class RequestTrace {

    private final CurrentVertxRequest requests;

    RequestTrace(CurrentVertxRequest requests) {
        this.requests = requests;
    }

    /** Returns the request's own span, or else the one that its {@code traceparent} names, or the root context. */
    Context current() {
        var context = Context.current();
        return Span.fromContext(context).getSpanContext().isValid()
                ? context
                : request().map(RequestTrace::named).orElse(Context.root());
    }

    private Optional<HttpServerRequest> request() {
        return Arc.container().requestContext().isActive()
                ? Optional.ofNullable(requests.getCurrent()).map(routing -> routing.request())
                : Optional.empty();
    }

    private static Context named(HttpServerRequest request) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), request, Getter.INSTANCE);
    }

    private enum Getter implements TextMapGetter<HttpServerRequest> {
        INSTANCE;

        @Override
        public Iterable<String> keys(HttpServerRequest request) {
            return request.headers().names();
        }

        @Override
        public @Nullable String get(@Nullable HttpServerRequest request, String name) {
            return request == null ? null : request.getHeader(name);
        }
    }
}
