package io.calotype.messaging.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * HTTP/1.1 where there is no TLS; with TLS a client may choose HTTP/2.
 *
 * <p>Java's own client asks each server to change to HTTP/2 within its first request. On busy machines that change goes wrong about
 * once in 6,000 requests whose answer is larger than a frame: the client then reads a piece of the answer as a frame's header, and
 * fails.
 */
@ApplicationScoped
class ClearTextHttp implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
