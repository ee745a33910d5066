package io.calotype.encoder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.sun.net.httpserver.HttpServer;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.encoder.config.EncoderConfig;
import io.calotype.encoder.policy.Verdict.By;
import io.calotype.messaging.config.TenantsConfig;
import io.calotype.messaging.tenant.Tenants;
import io.calotype.messaging.testing.ServiceSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.vertx.core.Vertx;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions to a real HTTP server that answers, or does not. */
class PromptPolicyTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final String ALLOW = "{\"decision\":\"allow\"}";
    private static final String SECRET = "quixotry";

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<String, String> settings = new HashMap<>();

    @AfterEach
    void close() {
        registry.close();
    }

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private PromptPolicy policy(URI url) {
        settings.putIfAbsent("CALOTYPE_ENCODER_PROMPT_POLICY_TIMEOUT", "5s");
        settings.put("CALOTYPE_ENCODER_PROMPT_POLICY_URL", url.toString());
        var read = new ServiceSettings(settings, EncoderConfig.class, TenantsConfig.class);
        var config = read.of(EncoderConfig.class).promptPolicy();
        var checked = PolicySettings.of(url, config);
        var client = new PolicyClient(VERTX, PolicyClient.options(checked), checked);
        var service = new PromptPolicy.Service(
                client,
                checked,
                new Outage(System::nanoTime),
                new PolicyMetrics(registry),
                OpenTelemetry.noop().getTracer("test"));
        return new PromptPolicy(Optional.of(service), new Tenants(read.of(TenantsConfig.class)), "pictograms");
    }

    private static Verdict ask(PromptPolicy policy, String source) {
        var origin = Origin.of("p-1", source);
        var request = new PromptRequested(origin, PromptParameters.of("a cat for " + SECRET));
        return policy.decide(request, Context.root())
                .await()
                .atMost(Duration.ofSeconds(10))
                .orElseThrow();
    }

    private static Verdict ask(PromptPolicy policy) {
        return ask(policy, "/shop");
    }

    @Test
    void whatTheServiceDecidesCounts() throws Exception {
        // Given
        settings.put("CALOTYPE_ENCODER_PROMPT_POLICY_TOKEN", "abc.def-123");
        settings.put("CALOTYPE_TENANTS_SOURCES", "/toys=kids");
        var refuses = new AtomicBoolean();
        try (var server = PolicyServer.start((exchange, question) -> PolicyServer.say(
                        exchange,
                        200,
                        refuses.get() ? "{\"decision\":\"refuse\",\"reason\":\"violence\",\"score\":0.9}" : ALLOW));
                var policy = policy(server.url())) {
            // When
            var allowed = ask(policy, "kids");
            refuses.set(true);
            var refused = ask(policy, "/toys");
            // Then
            assertThat(allowed).isEqualTo(new Verdict(true, By.SERVICE, null));
            assertThat(refused).isEqualTo(new Verdict(false, By.SERVICE, "violence"));
            assertThat(server.tokens()).containsOnly("Bearer abc.def-123");
            var asked = new JsonMapper().readTree(server.questions().get(1));
            assertThat(asked.get("tenant").asText()).isEqualTo("kids");
            assertThat(server.questions().get(0)).doesNotContain("tenant");
            assertThat(asked.get("prompt").asText()).isEqualTo("a cat for " + SECRET);
            var schema = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(SchemaLocation.of("classpath:META-INF/calotype/schemas/prompt-policy-request.v1.json"));
            assertThat(schema.validate(asked)).isEmpty();
            assertThat(schema.getSchemaNode().get("properties").size()).isEqualTo(asked.size());
            assertThat(count("allow", By.SERVICE)).isEqualTo(1);
            assertThat(count("refuse", By.SERVICE)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"as it is not what we look for\""})
    void whatIsAllowedNeedsNoReason(String reason) throws Exception {
        try (var server = PolicyServer.start((exchange, question) ->
                        PolicyServer.say(exchange, 200, "{\"decision\":\"allow\",\"reason\":" + reason + "}"));
                var policy = policy(server.url())) {
            assertThat(ask(policy)).isEqualTo(new Verdict(true, By.SERVICE, null));
        }
    }

    @Test
    void questionsThatWereOpenTogetherAreOneFailure() {
        // Given
        var now = new AtomicLong();
        var outage = new Outage(now::get);
        for (int pause = 0; pause < Outage.AFTER; pause++) {
            // When
            long began = now.incrementAndGet();
            now.incrementAndGet();
            boolean begins = outage.failed(began);
            for (int i = 0; i < 16; i++) {
                assertThat(outage.failed(began)).isFalse();
            }
            // Then
            assertThat(begins).isEqualTo(pause == Outage.AFTER - 1);
        }
        assertThat(outage.mayAsk()).isFalse();
    }

    private double count(String decision, By by) {
        return registry.get("calotype.encode.policy.decisions")
                .tags("decision", decision, "by", by.label())
                .counter()
                .count();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | <html>yes</html>
            200 | ''
            200 | null
            200 | [1]
            200 | {"decision":"maybe"}
            200 | {"decision":true}
            200 | {"allow":true}
            200 | {"decision":"allow"
            200 | {"decision":"refuse","reason":"a cat for quixotry"}
            200 | {"decision":"refuse","reason":7}
            200 | {"decision":"allow"}{"decision":"refuse"}
            201 | {"decision":"allow"}
            302 | {"decision":"allow"}
            401 | {"decision":"allow"}
            500 | {"decision":"allow"}
            """)
    void whatIsNoDecisionLeavesItToTheOperator(int status, String body) {
        for (var undecided : new String[] {"refuse", "allow"}) {
            settings.put("CALOTYPE_ENCODER_PROMPT_POLICY_UNDECIDED", undecided);
            try (var server = PolicyServer.start((exchange, question) -> {
                        exchange.getResponseHeaders().set("Location", "/decide");
                        PolicyServer.say(exchange, status, body);
                    });
                    var policy = policy(server.url())) {
                // When
                var verdict = ask(policy);
                // Then
                assertThat(verdict).isEqualTo(new Verdict(undecided.equals("allow"), By.WRONG_ANSWER, null));
                assertThat(server.questions()).hasSize(1);
            }
        }
    }

    @Test
    void aLongAnswerIsNotRead() {
        try (var server = PolicyServer.start((exchange, question) -> PolicyServer.say(
                        exchange, 200, "{\"decision\":\"allow\",\"why\":\"" + "x".repeat(9_000) + "\"}"));
                var policy = policy(server.url())) {
            assertThat(ask(policy)).isEqualTo(new Verdict(false, By.WRONG_ANSWER, null));
        }
    }

    @Test
    void nobodyWaitsLongerThanTheTimeoutEvenIfTheAnswerTrickles() {
        // Given
        settings.put("CALOTYPE_ENCODER_PROMPT_POLICY_TIMEOUT", "500ms");
        try (var server = PolicyServer.start((exchange, question) -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    for (int i = 0; i < 100; i++) {
                        exchange.getResponseBody().write(' ');
                        exchange.getResponseBody().flush();
                        Thread.sleep(100);
                    }
                });
                var policy = policy(server.url())) {
            // When
            long start = System.nanoTime();
            var verdict = ask(policy);
            // Then
            assertThat(verdict).isEqualTo(new Verdict(false, By.TIMEOUT, null));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(450), Duration.ofSeconds(8));
        }
    }

    @Test
    void noAnswerIsMissedHoweverSoonItComes() {
        try (var server = PolicyServer.start((exchange, question) -> PolicyServer.say(exchange, 200, ALLOW));
                var policy = policy(server.url())) {
            for (int i = 0; i < 300; i++) {
                assertThat(ask(policy)).isEqualTo(new Verdict(true, By.SERVICE, null));
            }
        }
    }

    @Test
    void aBusyServiceIsAskedAgain() {
        var before = new AtomicInteger();
        try (var server = PolicyServer.start((exchange, question) ->
                        PolicyServer.say(exchange, before.getAndIncrement() < 2 ? 503 : 200, ALLOW));
                var policy = policy(server.url())) {
            assertThat(ask(policy)).isEqualTo(new Verdict(true, By.SERVICE, null));
            assertThat(server.questions()).hasSize(3);
        }
    }

    @Test
    void aServiceThatIsDownIsSoonNotWaitedForAndAskedAgainLater() throws Exception {
        // Given
        settings.put("CALOTYPE_ENCODER_PROMPT_POLICY_UNDECIDED", "allow");
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        try (var policy = policy(URI.create("http://127.0.0.1:" + port + "/decide"))) {
            // When
            for (int i = 0; i < Outage.AFTER; i++) {
                assertThat(ask(policy)).isEqualTo(new Verdict(true, By.UNREACHABLE, null));
            }
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(ask(policy)).isEqualTo(new Verdict(true, By.OUTAGE, null));
            }
            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Outage.PAUSE);
            try (var server = PolicyServer.start(
                    HttpServer.create(PolicyServer.local(port), 0),
                    (exchange, question) -> PolicyServer.say(exchange, 200, ALLOW))) {
                await().atMost(Outage.PAUSE.multipliedBy(6))
                        .until(() -> ask(policy).by() == By.SERVICE);
                assertThat(ask(policy).by()).isEqualTo(By.SERVICE);
                assertThat(server.questions()).hasSize(2);
            }
            assertThat(count("allow", By.OUTAGE)).isGreaterThanOrEqualTo(100);
        }
    }

    @Test
    void aTokenInAFileMayChangeAndMayNotBeMissing() throws Exception {
        // Given
        var file = Files.writeString(folder.resolve("token"), "first\n");
        settings.put("CALOTYPE_ENCODER_PROMPT_POLICY_TOKEN_FILE", file.toString());
        try (var server = PolicyServer.start((exchange, question) -> PolicyServer.say(exchange, 200, ALLOW));
                var policy = policy(server.url())) {
            // When
            ask(policy);
            Files.writeString(file, "second");
            ask(policy);
            Files.delete(file);
            var without = ask(policy);
            // Then
            assertThat(server.tokens()).containsExactly("Bearer first", "Bearer second");
            assertThat(without).isEqualTo(new Verdict(false, By.WRONG_ANSWER, null));
        }
    }

    @Test
    void aTenantMayBeLeftOutAndNobodyElseByItsName() {
        // Given
        settings.put("CALOTYPE_TENANTS_SOURCES", "/studio=studio");
        settings.put("CALOTYPE_TENANTS_NAMED_STUDIO_PROMPT_POLICY", "off");
        try (var server = PolicyServer.start(
                        (exchange, question) -> PolicyServer.say(exchange, 200, "{\"decision\":\"refuse\"}"));
                var policy = policy(server.url())) {
            // Then
            assertThat(ask(policy, "/studio")).isEqualTo(new Verdict(true, By.TENANT, null));
            assertThat(ask(policy, "studio").isAllowed()).isFalse();
            assertThat(server.questions()).hasSize(1);
        }
    }
}
