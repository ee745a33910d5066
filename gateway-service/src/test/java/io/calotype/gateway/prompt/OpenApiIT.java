package io.calotype.gateway.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.gateway.testing.Gateway;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class OpenApiIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestHTTPResource("/")
    URI address;

    @Test
    void everyPathIsDescribed() {
        // When
        var document = Gateway.json(Gateway.at(address).get("/openapi?format=json"));
        // Then
        assertThat(document.path("paths").fieldNames())
                .toIterable()
                .contains(
                        "/v1/prompts",
                        "/v1/prompts/{id}",
                        "/v1/prompts/{id}/events",
                        "/v1/prompts/{id}/pause",
                        "/v1/prompts/{id}/resume",
                        "/v1/images/{prompt}/{index}",
                        "/v1/images/generations",
                        "/v1/images/edits",
                        "/v1/inputs",
                        "/v1/models");
        assertThat(document.at("/paths/~1v1~1prompts/post/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/PromptRequest");
        assertThat(document.at("/paths/~1v1~1images~1edits/post/requestBody/content/multipart~1form-data/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/EditRequest");
        assertThat(document.at("/components/schemas/Prompt/properties/created_at")
                        .isObject())
                .isTrue();
        assertThat(document.at("/components/schemas/Progress/properties/warnings/type")
                        .toString())
                .contains("array");
        assertThat(document.at("/components/schemas/PromptRequest/properties/guidance_scale/maximum")
                        .asInt())
                .isEqualTo(100);
    }

    @Test
    void noTypeOfALibraryIsDescribed() {
        // When
        var document = Gateway.json(Gateway.at(address).get("/openapi?format=json"));
        // Then
        assertThat(document.at("/components/schemas").fieldNames())
                .toIterable()
                .doesNotContain("JsonNode", "JsonNodeType", "Details", "Details1", "Page");
    }

    @Test
    void optionsAndAMethodThatIsNotThereTellThoseThatAre() {
        // When
        var options = Gateway.at(address).send("OPTIONS", "/v1/prompts/x", "");
        var put = Gateway.at(address).send("PUT", "/v1/prompts", "");
        // Then
        assertThat(options.headers().firstValue("Allow")).hasValue("DELETE, GET, HEAD, OPTIONS");
        assertThat(put.statusCode()).isEqualTo(405);
        assertThat(put.headers().firstValue("Allow")).hasValue("OPTIONS, POST");
    }

    @Test
    void aPromptIsDescribedAsItsEventIs() throws IOException {
        // Given
        JsonNode event = read("META-INF/calotype/schemas/prompt-requested.v1.json");
        Object yaml = new Yaml().load(getClass().getClassLoader().getResourceAsStream("META-INF/openapi.yaml"));
        // When
        JsonNode described = JSON.readTree(JSON.valueToTree(yaml).toString()).at("/components/schemas/PromptRequest");
        // Then
        assertThat(described.path("properties")).isEqualTo(event.path("properties"));
        assertThat(described.path("allOf")).isEqualTo(event.path("allOf"));
    }

    private JsonNode read(String resource) throws IOException {
        try (var stream = getClass().getClassLoader().getResourceAsStream(resource)) {
            return JSON.readTree(stream);
        }
    }
}
