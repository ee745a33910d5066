package io.calotype.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** An HTTP client whose test fails when an answer of the API is not as its OpenAPI document says. */
final class DescribedClient extends HttpClient {

    private static final Map<URI, ApiDescription> DESCRIPTIONS = new ConcurrentHashMap<>();

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI gateway;

    DescribedClient(URI gateway) {
        this.gateway = gateway;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return described(request, client.send(request, handler));
    }

    private <T> HttpResponse<T> described(HttpRequest request, HttpResponse<T> response) {
        if (request.uri().getPath().startsWith("/v1/")) {
            var answer = new ApiDescription.Answer(
                    request.method(),
                    request.uri().getRawPath(),
                    response.statusCode(),
                    response.headers().firstValue("Content-Type"),
                    request.method().equals("HEAD") ? Optional.empty() : bytes(response.body()));
            assertThat(DESCRIPTIONS.computeIfAbsent(gateway, this::description).complaints(answer))
                    .isEmpty();
        }
        return response;
    }

    private ApiDescription description(URI gateway) {
        var request =
                HttpRequest.newBuilder(gateway.resolve("/openapi?format=json")).build();
        return new ApiDescription(
                client.sendAsync(request, BodyHandlers.ofString()).join().body());
    }

    private static Optional<byte[]> bytes(Object body) {
        if (body instanceof String text) {
            return Optional.of(text.getBytes(StandardCharsets.UTF_8));
        }
        return body instanceof byte[] bytes ? Optional.of(bytes) : Optional.empty();
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        return client.sendAsync(request, handler).thenApply(response -> described(request, response));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
        return client.sendAsync(request, handler, pushes).thenApply(response -> described(request, response));
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }
}
