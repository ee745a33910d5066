package io.calotype.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.gateway.testing.ApiDescription.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApiDescriptionTest {

    private static final ApiDescription DESCRIPTION = new ApiDescription("""
            {"paths": {"/v1/things/{id}": {"get": {"responses": {
               "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
               "204": {}}}}},
             "components": {"schemas": {"Thing": {
               "type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}}}}""");

    @Test
    void anAnswerThatIsDescribedIsFine() {
        assertThat(complaints("GET", "/v1/things/7", 200, "application/json", "{\"name\":\"x\"}"))
                .isEmpty();
        assertThat(complaints("GET", "/v1/things/7", 204, null, "")).isEmpty();
        assertThat(complaints("POST", "/v1/things/7", 405, null, "")).isEmpty();
        assertThat(complaints("GET", "/v1/others", 404, null, "")).isEmpty();
    }

    @Test
    void whatIsNotDescribedIsNamed() {
        assertThat(complaints("GET", "/v1/things/7", 200, "application/json", "{\"name\":null}"))
                .singleElement()
                .asString()
                .contains("$.name", "null found");
        assertThat(complaints("GET", "/v1/things/7", 200, "application/json", "{}"))
                .singleElement()
                .asString()
                .contains("'name'");
        assertThat(complaints("GET", "/v1/things/7", 200, "text/plain", "x"))
                .containsExactly("/paths/~1v1~1things~1{id}/get/responses/200 has the content type text/plain");
        assertThat(complaints("GET", "/v1/things/7", 400, "application/json", "{}"))
                .containsExactly("/paths/~1v1~1things~1{id}/get/responses/400 is not described");
        assertThat(complaints("DELETE", "/v1/things/7", 202, null, ""))
                .containsExactly("/paths/~1v1~1things~1{id}/delete is not described");
        assertThat(complaints("GET", "/v1/others", 200, null, "")).containsExactly("/v1/others is not described");
    }

    private static List<String> complaints(String method, String path, int status, String contentType, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return DESCRIPTION.complaints(
                new Answer(method, path, status, Optional.ofNullable(contentType), Optional.of(bytes)));
    }
}
