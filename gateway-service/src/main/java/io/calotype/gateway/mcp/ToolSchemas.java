package io.calotype.gateway.mcp;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Schemas of arguments, taken from the schema of the prompt event so that the two cannot differ. */
final class ToolSchemas {

    private static final String PROMPT = "/META-INF/calotype/schemas/prompt-requested.v1.json";
    private static final JsonObject FIELDS = read().getJsonObject("properties");

    private ToolSchemas() {}

    /** An object of these properties alone. */
    static JsonObject object(JsonObject properties, List<String> required) {
        return new JsonObject()
                .put("type", "object")
                .put("properties", properties)
                .put("required", new JsonArray(required))
                .put("additionalProperties", false);
    }

    /** The fields of a prompt by these names. */
    static JsonObject fields(List<String> names) {
        var fields = new JsonObject();
        names.forEach(name -> fields.put(name, plain(Objects.requireNonNull(FIELDS.getJsonObject(name), name))));
        return fields;
    }

    /** A text. */
    static JsonObject text(String description) {
        return new JsonObject().put("type", "string").put("description", description);
    }

    /** Without null and without patterns, which cost a language model much to read and are checked anyway. */
    private static JsonObject plain(JsonObject field) {
        var plain = field.copy();
        plain.remove("pattern");
        withoutNull(plain, "type");
        withoutNull(plain, "enum");
        if (plain.getValue("anyOf") instanceof JsonArray choices) {
            plain.put(
                    "anyOf",
                    new JsonArray(choices.stream()
                            .map(choice -> plain((JsonObject) choice))
                            .toList()));
        }
        return plain;
    }

    private static void withoutNull(JsonObject field, String name) {
        if (field.getValue(name) instanceof JsonArray values) {
            var kept = values.stream()
                    .filter(value -> value != null && !value.equals("null"))
                    .toList();
            field.put(name, kept.size() == 1 ? kept.get(0) : new JsonArray(kept));
        }
    }

    private static JsonObject read() {
        try (var schema = Objects.requireNonNull(ToolSchemas.class.getResourceAsStream(PROMPT))) {
            return new JsonObject(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
