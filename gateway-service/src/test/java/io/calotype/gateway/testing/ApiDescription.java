package io.calotype.gateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The API's OpenAPI document, and what of an answer disagrees with it. */
public final class ApiDescription {

    /** An answer; the body is empty where nobody read it. */
    public record Answer(String method, String path, int status, Optional<String> contentType, Optional<byte[]> body) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASE = "https://calotype.test/openapi";

    private final JsonNode document;
    private final JsonSchemaFactory schemas;

    public ApiDescription(String document) {
        try {
            this.document = JSON.readTree(document);
        } catch (IOException e) {
            throw new IllegalArgumentException("the API's description is not JSON", e);
        }
        schemas = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(BASE, document))));
    }

    /** What is wrong with an answer, empty if nothing is. */
    public List<String> complaints(Answer answer) {
        var path = template(answer.path());
        if (path.isEmpty()) {
            return answer.status() == 404 ? List.of() : List.of(answer.path() + " is not described");
        }
        var method = answer.method().toLowerCase(Locale.ROOT).replace("head", "get");
        var operation = "/paths/" + step(path.get()) + "/" + method;
        if (document.at(operation).isMissingNode()) {
            return answer.status() == 405 || method.equals("options")
                    ? List.of()
                    : List.of(operation + " is not described");
        }
        var response = operation + "/responses/" + answer.status();
        return document.at(response).isMissingNode()
                ? List.of(response + " is not described")
                : contentComplaints(response, answer);
    }

    private List<String> contentComplaints(String response, Answer answer) {
        var content = document.at(response + "/content");
        var type = answer.contentType().map(header -> header.split(";", 2)[0]);
        if (content.isMissingNode()) {
            return List.of();
        }
        if (type.isEmpty() || !content.has(type.get())) {
            return List.of(response + " has the content type " + type.orElse("none"));
        }
        return type.get().endsWith("json")
                ? answer.body()
                        .map(body -> bodyComplaints(response + "/content/" + step(type.get()) + "/schema", body))
                        .orElse(List.of())
                : List.of();
    }

    private List<String> bodyComplaints(String pointer, byte[] body) {
        try {
            var schema = schemas.getSchema(SchemaLocation.of(BASE + "#" + pointer));
            return schema.validate(JSON.readTree(body)).stream()
                    .map(ValidationMessage::getMessage)
                    .map(message -> pointer + ": " + message)
                    .toList();
        } catch (IOException e) {
            return List.of(pointer + ": the body is not JSON");
        }
    }

    /** The described path with the fewest parameters, or else one whose last parameter stands for several steps. */
    private Optional<String> template(String path) {
        return template(path, paths(), "")
                .or(() -> template(path, paths().filter(template -> template.endsWith("}")), "/.+"));
    }

    private static Optional<String> template(String path, Stream<String> templates, String rest) {
        return templates
                .filter(template -> path.matches(template.replaceAll("\\{[^}]+}", "[^/]+") + rest))
                .min(Comparator.comparingLong(
                        template -> template.chars().filter(c -> c == '{').count()));
    }

    private Stream<String> paths() {
        Iterable<String> names = () -> document.path("paths").fieldNames();
        return StreamSupport.stream(names.spliterator(), false);
    }

    private static String step(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
