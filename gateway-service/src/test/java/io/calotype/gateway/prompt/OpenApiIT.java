package io.calotype.gateway.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.gateway.testing.Gateway;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

@QuarkusTest
@QuarkusTestResource(EmbeddedParts.class)
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
        assertThat(document.at("/components/schemas/PromptView/properties/created_at")
                        .isObject())
                .isTrue();
        assertThat(document.at("/components/schemas/ProgressView/properties/warning")
                        .isObject())
                .isTrue();
        assertThat(document.at("/components/schemas/PromptRequest/properties/guidance_scale/maximum")
                        .asInt())
                .isEqualTo(100);
    }

    @Test
    void aPromptIsDescribedAsItsEventIs() throws IOException {
        // Given
        JsonNode event = read("META-INF/calotype/schemas/prompt-requested.v1.json");
        Object yaml = new Yaml().load(getClass().getClassLoader().getResourceAsStream("META-INF/openapi.yaml"));
        // When
        JsonNode described = JSON.valueToTree(yaml).at("/components/schemas/PromptRequest/properties");
        // Then
        assertThat((ObjectNode) JSON.readTree(described.toString())).isEqualTo(event.path("properties"));
    }

    private JsonNode read(String resource) throws IOException {
        try (var stream = getClass().getClassLoader().getResourceAsStream(resource)) {
            return JSON.readTree(stream);
        }
    }
}
