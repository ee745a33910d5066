package io.calotype.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.owner.Owners;
import io.calotype.gateway.testing.Form;
import io.calotype.gateway.testing.Gateway;
import io.calotype.gateway.testing.TestPicture;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that were written for OpenAI and cannot be changed, behind a proxy, with keys. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
@TestProfile(ExistingClientsIT.WithAliases.class)
class ExistingClientsIT extends PictureTestCase {

    private static final String[] KEY = {"Authorization", "Bearer alices-key"};

    public static final class WithAliases implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "calotype.gateway.api-keys", // sha256 of alices-key
                    "alice:78cb25670068db732b666acc160a6fc90b66ba60ec2e2a2b6119771c89d81957",
                    "calotype.gateway.model-aliases",
                    "gpt-image-1=pictograms,dall-e-3=",
                    "calotype.gateway.trust-proxy",
                    "true");
        }
    }

    @Override
    protected String source() {
        return Owners.ofCaller("alice");
    }

    @ParameterizedTest
    @CsvSource({"gpt-image-1,pictograms", "dall-e-3,", "'',"})
    void anOperatorsAliasIsTheModelThatItStandsFor(String asked, String model) {
        // When
        var answer = generate("{\"prompt\":\"%s\",\"model\":\"%s\"}".formatted(text, asked));
        // Then
        draw(promptId());
        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(asked().model()).isEqualTo(model);
    }

    @Test
    void addressesAreThoseOfTheProxy() {
        // When
        var answer = generate(
                "{\"prompt\":\"%s\",\"response_format\":\"url\"}".formatted(text),
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-Host",
                "pictures.example");
        // Then
        draw(promptId());
        assertThat(Gateway.json(answer.join()).at("/data/0/url").asText())
                .startsWith("https://pictures.example/v1/images/");
    }

    @Test
    void metadataOfAFormMayComeFieldByField() throws Exception {
        // Given
        var form = new Form()
                .file("image", TestPicture.png(0xff0000))
                .text("prompt", text)
                .text("metadata[order]", "7")
                .text("metadata[shop]", "a b");
        // When
        var request = form.post(address.resolve("/v1/images/edits"));
        var answer = gateway.client()
                .sendAsync(
                        HttpRequest.newBuilder(request, (name, value) -> true)
                                .header(KEY[0], KEY[1])
                                .build(),
                        BodyHandlers.ofString());
        // Then
        draw(promptId());
        assertThat(answer.get().statusCode()).isEqualTo(200);
        var metadata = prompt().origin().metadata();
        assertThat(metadata.path("order").asText()).isEqualTo("7");
        assertThat(metadata.path("shop").asText()).isEqualTo("a b");
    }

    @ParameterizedTest
    @CsvSource({"background,'\"transparent\"'", "output_compression,80"})
    void whatCannotBeHonouredIsRefusedByName(String field, String value) {
        // When
        var answer = generate("{\"prompt\":\"%s\",\"%s\":%s}".formatted(text, field, value))
                .join();
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(answer).at("/error/param").asText()).isEqualTo(field);
        assertThat(Gateway.json(answer).at("/error/code").asText()).isEqualTo("unsupported");
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        // When
        var answer = gateway.post("/v1/prompts", "\ufeff{\"prompt\":\"%s\"}".formatted(text), KEY);
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void aCompressedBodyIsRefusedByName() {
        // When
        var answer = gateway.post("/v1/prompts", "{}", "Content-Encoding", "gzip", KEY[0], KEY[1]);
        // Then
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("identity");
        assertThat(Gateway.json(answer).path("detail").asText()).contains("Content-Encoding");
    }

    @Test
    void aJpegMayBeCalledJpg() throws IOException, InterruptedException {
        // When
        var request = HttpRequest.newBuilder(address.resolve("/v1/inputs"))
                .headers("Content-Type", "image/jpg", KEY[0], KEY[1])
                .POST(BodyPublishers.ofByteArray(TestPicture.jpeg(0x00ff00)))
                .build();
        var answer = gateway.client().send(request, BodyHandlers.ofString());
        // Then
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(Gateway.json(answer).path("key").asText()).endsWith(".jpg");
    }

    private CompletableFuture<HttpResponse<String>> generate(String body, String... headers) {
        var all = new String[headers.length + 2];
        System.arraycopy(KEY, 0, all, 0, 2);
        System.arraycopy(headers, 0, all, 2, headers.length);
        return CompletableFuture.supplyAsync(() -> gateway.post("/v1/images/generations", body, all));
    }
}
