package io.calotype.gateway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.spec.WebhookUrl;
import io.calotype.gateway.webhook.AddressBook.Resolver;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PfxOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls to a real HTTP server. */
class WebhookClientTest {

    private static final String HOST = "hooks.example.com";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> lookedUp = new ArrayList<>();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void tellsTheReceiverWithASignature() {
        try (var server = ReceivingServer.answering()) {
            // When
            var answer = post(client(true, this::loopback), "http://" + HOST + ":" + server.port() + "/hook?token=7");
            // Then
            var call = server.next();
            var key = SigningKey.parse(SigningKeyTest.SECRET);
            long timestamp = Long.parseLong(call.headers().get("webhook-timestamp"));
            assertThat(answer.delivered()).isTrue();
            assertThat(call.path()).isEqualTo("/hook?token=7");
            assertThat(call.body()).isEqualTo("{\"a\":1}");
            assertThat(call.headers())
                    .containsEntry("content-type", "application/json")
                    .containsEntry("host", HOST + ":" + server.port())
                    .containsEntry("webhook-id", "msg_ed5f4722f31fc4a1104be0bd38b0d82d")
                    .containsEntry(
                            "webhook-signature",
                            key.sign(call.headers().get("webhook-id"), timestamp, "{\"a\":1}".getBytes(UTF_8)));
            assertThat(Instant.ofEpochSecond(timestamp)).isAfter(Instant.now().minusSeconds(60));
        }
    }

    /** The name does not exist: a second look-up by anyone would fail, or could lead elsewhere. */
    @Test
    void connectsToTheAddressThatWasCheckedAndLooksNothingUpAgain() {
        try (var server = ReceivingServer.answering()) {
            // When
            var answer = post(client(true, this::loopback), "http://" + HOST + ":" + server.port());
            // Then
            assertThat(answer.status()).isEqualTo(204);
            assertThat(lookedUp).containsExactly(HOST);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {HOST, "localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0"})
    void callsNoPrivateAddress(String host) {
        try (var server = ReceivingServer.answering()) {
            // Given
            Resolver resolver = host.equals(HOST) ? this::loopback : InetAddress::getAllByName;
            var client = client(false, resolver);
            // Then
            assertThatThrownBy(() -> post(client, "http://" + host + ":" + server.port()))
                    .isInstanceOfAny(AddressNotAllowed.class, IllegalStateException.class);
            assertThat(server.waiting()).isZero();
        }
    }

    @Test
    void ofSeveralAddressesTakesOneThatIsAllowed() throws Exception {
        // Given
        var book = new AddressBook(
                host -> new InetAddress[] {InetAddress.getByName("10.0.0.1"), InetAddress.getByName("1.1.1.1")}, false);
        // Then
        assertThat(book.find(HOST)).isEqualTo(InetAddress.getByName("1.1.1.1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void followsNoRedirect(int status) {
        try (var server = ReceivingServer.answering(status)) {
            // When
            var answer = post(client(true, this::loopback), "http://" + HOST + ":" + server.port());
            // Then
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.delivered()).isFalse();
            assertThat(server.next().path()).isEqualTo("/");
            assertThat(server.waiting()).isZero();
        }
    }

    @Test
    void givesUpOnAReceiverThatSaysNothing() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            // Given
            var http = vertx.createHttpClient(WebhookClient.options());
            var client = new WebhookClient(http, new AddressBook(this::loopback, true), Duration.ofMillis(200));
            // Then
            assertThatThrownBy(() -> post(client, "http://" + HOST + ":" + silent.getLocalPort()))
                    .isNotInstanceOf(AssertionError.class);
        }
    }

    @Test
    void theCertificateMustBeThatOfTheName(@TempDir Path folder) throws Exception {
        // Given
        var certificate = Certificate.create(folder, HOST);
        var trust = new PfxOptions().setPath(certificate.file()).setPassword(Certificate.PASSWORD);
        var client = client(WebhookClient.options().setTrustOptions(trust), new AddressBook(this::loopback, true));
        var distrusting = client(true, this::loopback);
        try (var server = ReceivingServer.secure(certificate.context())) {
            var port = ":" + server.port();
            // Then
            assertThat(post(client, "https://" + HOST + port).delivered()).isTrue();
            assertThat(server.next().headers()).containsEntry("host", HOST + port);
            assertThatThrownBy(() -> post(client, "https://other.example.com" + port))
                    .hasRootCauseInstanceOf(java.security.cert.CertificateException.class);
            assertThatThrownBy(() -> post(distrusting, "https://" + HOST + port))
                    .hasCauseInstanceOf(SSLHandshakeException.class);
            assertThat(server.waiting()).isZero();
        }
    }

    private InetAddress[] loopback(String host) {
        lookedUp.add(host);
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    private WebhookClient client(boolean allowPrivate, Resolver resolver) {
        return client(WebhookClient.options(), new AddressBook(resolver, allowPrivate));
    }

    private WebhookClient client(HttpClientOptions options, AddressBook addresses) {
        return new WebhookClient(vertx.createHttpClient(options), addresses, Duration.ofSeconds(5));
    }

    private static WebhookAnswer post(WebhookClient client, String url) {
        var message = WebhookMessage.of("apple-7/0", WebhookUrl.parse(url), "{\"a\":1}".getBytes(UTF_8));
        return client.post(message, ReceiversTest.receiver("https://unused.example.com"))
                .await()
                .atMost(LIMIT);
    }
}
