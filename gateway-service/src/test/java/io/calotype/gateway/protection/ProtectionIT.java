package io.calotype.gateway.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.spec.ImageId;
import io.calotype.gateway.picture.AnsweredPictures;
import io.calotype.gateway.testing.Form;
import io.calotype.gateway.testing.Gateway;
import io.calotype.gateway.testing.TestPicture;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(EmbeddedParts.class)
@TestProfile(ProtectionIT.WithKeys.class)
class ProtectionIT {

    private static final String ALICE = "alices-key";
    private static final String BOB = "bobs-key";

    @TestHTTPResource("/")
    URI address;

    @Inject
    ObjectStore store;

    @Inject
    AnsweredPictures pictures;

    private Gateway gateway;

    public static final class WithKeys implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "calotype.gateway.api-keys",
                    // sha256 of alices-key and of bobs-key
                    "alice:78cb25670068db732b666acc160a6fc90b66ba60ec2e2a2b6119771c89d81957,"
                            + "bob:d4dec180a993cd5fa065cac46b9bbfd1528c39080afa14d683a5bc657c453892",
                    "calotype.gateway.link-secrets",
                    "a secret of thirty-two characters",
                    "calotype.gateway.limits.requests-per-minute",
                    "6",
                    "calotype.gateway.limits.burst",
                    "24",
                    "calotype.gateway.limits.concurrent-requests",
                    "3");
        }
    }

    @BeforeEach
    void connect() {
        gateway = Gateway.at(address);
    }

    @Test
    void aKeyIsNeededAndEitherHeaderCarriesIt() {
        assertThat(gateway.get("/v1/models").statusCode()).isEqualTo(401);
        assertThat(gateway.get("/v1/models", "Authorization", "Bearer wrong").statusCode())
                .isEqualTo(401);
        assertThat(gateway.get("/v1/models", "Authorization", "Bearer " + ALICE).statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("/v1/models", "X-API-Key", ALICE).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/q/metrics", "/q/metrics/", "/q/metrics/x", "/q/metrics/x/y", "/q//metrics/x", "/q/metrics;x/y"
            })
    void metricsWantAKey(String path) {
        assertThat(gateway.get(path).body()).doesNotContain("jvm_");
        assertThat(gateway.get("/q/metrics/x", "X-API-Key", ALICE).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/health/live", "/q/health/started", "/q/health/"})
    void healthSaysNoMoreThanItsStatusToStrangers(String path) {
        // Given
        await().until(() -> gateway.get("/q/health/ready").statusCode() == 200); // the topics are read back first
        // When
        var toStrangers = gateway.get(path);
        var toCallers = gateway.get(path, "X-API-Key", ALICE);

        // Then
        assertThat(toStrangers.statusCode()).isEqualTo(200);
        assertThat(Gateway.json(toStrangers).path("status").asText()).isEqualTo("UP");
        assertThat(Gateway.json(toStrangers).path("checks")).isEmpty();
        assertThat(Gateway.json(toCallers).path("status").asText()).isEqualTo("UP");
    }

    @Test
    void healthTellsCallersWhatItChecked() {
        var ready = gateway.get("/q/health/ready", "X-API-Key", ALICE);
        assertThat(Gateway.json(ready).path("checks")).isNotEmpty();
    }

    @Test
    void aSignedLinkIsAKeyToItsPictureAlone() {
        // Given
        var bytes = "not quite a picture".getBytes(StandardCharsets.UTF_8);
        store.putIfAbsent("images/linked/0.png", bytes, "image/png", Map.of("sha256", "ab".repeat(32)));
        store.putIfAbsent("images/linked/1.png", bytes, "image/png", Map.of("sha256", "ab".repeat(32)));
        var link = pictures.url(ImageId.parse("linked/0"), address);
        // When
        var linked = gateway.get(link);
        // Then
        assertThat(linked.statusCode()).isEqualTo(200);
        assertThat(linked.body()).isEqualTo("not quite a picture");
        assertThat(gateway.get(link, "X-API-Key", BOB).statusCode()).isEqualTo(200);
        assertThat(gateway.get("/v1/images/linked/0").statusCode()).isEqualTo(401);
        assertThat(gateway.get(link.replace("linked/0", "linked/1")).statusCode())
                .isEqualTo(401);
        assertThat(gateway.send("DELETE", link, "").statusCode()).isEqualTo(401);
        assertThat(gateway.get(link).statusCode()).isEqualTo(200);
    }

    @Test
    void toolsOfAgentsWantAKeyAsTheApiDoes() {
        // Given
        var ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
        String[] accepting = {"Accept", "application/json, text/event-stream"};
        // When
        var stranger = gateway.post("/mcp", ping, accepting);
        var below = gateway.post("/mcp/sse", ping, accepting);
        var wrong = gateway.post("/mcp", ping, "X-API-Key", "wrong", accepting[0], accepting[1]);
        var caller = gateway.post("/mcp", ping, "X-API-Key", ALICE, accepting[0], accepting[1]);

        // Then
        assertThat(List.of(stranger, below, wrong))
                .extracting(HttpResponse::statusCode)
                .containsOnly(401);
        assertThat(stranger.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(stranger.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(caller.statusCode()).isEqualTo(200);
    }

    @Test
    void whoIsTurnedAwayIsToldInTheShapeOfThePath() {
        // When
        var problem = gateway.get("/v1/prompts/any");
        var error = gateway.post("/v1/images/generations", "{\"prompt\":\"an apple\"}");
        // Then
        assertThat(problem.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(problem.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(Gateway.json(problem).path("status").asInt()).isEqualTo(401);
        assertThat(Gateway.json(error).at("/error/type").asText()).isEqualTo("authentication_error");
    }

    @Test
    void tooManyRequestsAreToldWhenToComeBack() {
        // When
        var answers = IntStream.range(0, 40)
                .mapToObj(i -> gateway.get("/v1/models", "X-API-Key", BOB))
                .toList();
        // Then
        var refused =
                answers.stream().filter(answer -> answer.statusCode() == 429).toList();
        assertThat(refused).isNotEmpty();
        assertThat(refused.get(0).headers().firstValueAsLong("Retry-After")).isPresent();
        assertThat(gateway.get("/v1/models", "X-API-Key", ALICE).statusCode()).isEqualTo(200);
    }

    @Test
    void streamsCountAsRequestsUnderWay() {
        // Given
        var id = Gateway.json(gateway.post("/v1/prompts", "{\"prompt\":\"an apple\"}", "X-API-Key", ALICE))
                .path("id")
                .asText();
        var open = new ArrayList<>(List.of(
                gateway.events(id, "X-API-Key", ALICE),
                gateway.events(id, "X-API-Key", ALICE),
                gateway.events(id, "X-API-Key", ALICE)));
        // When
        var fourth = gateway.get("/v1/models", "X-API-Key", ALICE);
        // Then
        assertThat(open).allSatisfy(stream -> assertThat(stream.status()).isEqualTo(200));
        assertThat(fourth.statusCode()).isEqualTo(429);
        open.forEach(stream -> stream.close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1/models", "/v1/prompts/any", "/nowhere", "/q/health", "/openapi"})
    void everyAnswerHasTheHeaders(String path) {
        // When
        var headers = gateway.get(path, "Authorization", "Bearer " + ALICE, "Origin", "https://elsewhere.example")
                .headers();
        // Then
        assertThat(headers.firstValue("Content-Security-Policy")).hasValueSatisfying(policy -> assertThat(policy)
                .startsWith("default-src 'self'; img-src 'self' data: blob:")
                .doesNotContain("unsafe"));
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(headers.allValues("Cache-Control")).hasSize(1);
        assertThat(headers.firstValue("Set-Cookie")).isEmpty();
        assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void aFormIsReadOnlyWithAKey() throws Exception {
        // Given
        var edit = address.resolve("/v1/images/edits");
        var form = new Form().text("prompt", "an apple").file("image", TestPicture.png(0x112233));
        // When
        var answer = gateway.client().send(form.post(edit), BodyHandlers.ofString());
        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Gateway.json(answer).at("/error/code").asText()).isEqualTo("unauthorized");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        var answer = gateway.post("/v1/prompts", "{\"prompt\":\"" + "a".repeat(1_600_000) + "\"}", "X-API-Key", ALICE);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Gateway.json(answer).path("type").asText()).isEqualTo("urn:calotype:problem:content-too-large");
    }
}
