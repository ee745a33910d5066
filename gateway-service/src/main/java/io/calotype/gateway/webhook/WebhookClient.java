package io.calotype.gateway.webhook;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Calls receivers.
 *
 * <p>A connection goes to the very address that was checked, while host header, SNI and certificate are those of the name. No
 * redirect is followed, no proxy asked, no body read.
 */
@ApplicationScoped
class WebhookClient {

    private static final int LONGEST_HEADERS = 8_192;

    private final HttpClient http;
    private final AddressBook addresses;
    private final Duration timeout;

    @Inject
    WebhookClient(Vertx vertx, WebhookConfig config) {
        this(
                vertx.createHttpClient(options()),
                new AddressBook(InetAddress::getAllByName, config.allowPrivate()),
                config.timeout());
    }

    WebhookClient(HttpClient http, AddressBook addresses, Duration timeout) {
        this.http = http;
        this.addresses = addresses;
        this.timeout = timeout;
    }

    static HttpClientOptions options() {
        return new HttpClientOptions()
                .setKeepAlive(false)
                .setVerifyHost(true)
                .setForceSni(true)
                .setMaxHeaderSize(LONGEST_HEADERS);
    }

    /** Calls a receiver once; fails with {@link AddressNotAllowed} or with the connection's error. */
    Uni<WebhookAnswer> post(WebhookMessage message, Receiver receiver) {
        return Uni.createFrom()
                .item(() -> request(message, receiver))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(request -> Uni.createFrom().completionStage(() -> http.request(request)
                        .compose(call -> call.send(Buffer.buffer(message.body())))
                        .map(WebhookClient::answer)
                        .toCompletionStage()))
                .ifNoItem()
                .after(timeout.multipliedBy(2))
                .fail();
    }

    private RequestOptions request(WebhookMessage message, Receiver receiver) {
        var url = message.to().uri();
        long now = Instant.now().getEpochSecond();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(server(url))
                .setHost(host(url))
                .setPort(Receiver.port(url))
                .setSsl(Receiver.isSecure(url))
                .setURI(target(url))
                .setFollowRedirects(false)
                .setConnectTimeout(timeout.toMillis())
                .setIdleTimeout(timeout.toMillis())
                .putHeader("content-type", "application/json")
                .putHeader("user-agent", "calotype")
                .putHeader("webhook-id", message.id())
                .putHeader("webhook-timestamp", Long.toString(now))
                .putHeader("webhook-signature", receiver.sign(message.id(), now, message.body()));
    }

    /** The checked IP address, so that the name is not resolved again. */
    private SocketAddress server(URI url) {
        try {
            var address = addresses.find(host(url));
            return SocketAddress.inetSocketAddress(Receiver.port(url), address.getHostAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the receiver's host is not known", e);
        }
    }

    /** IPv6 addresses have brackets in a URL, and nowhere else. */
    private static String host(URI url) {
        return url.getHost().replace("[", "").replace("]", "");
    }

    private static String target(URI url) {
        var path = Optional.ofNullable(url.getRawPath())
                .filter(given -> !given.isEmpty())
                .orElse("/");
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    private static WebhookAnswer answer(HttpClientResponse response) {
        var retryAfter = retryAfter(Objects.requireNonNullElse(response.getHeader("retry-after"), ""));
        response.exceptionHandler(cut -> {}); // of our own doing
        response.request().reset();
        return new WebhookAnswer(response.statusCode(), retryAfter);
    }

    private static Duration retryAfter(String seconds) {
        return seconds.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
    }

    @PreDestroy
    void close() {
        http.close();
    }
}
