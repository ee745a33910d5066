package io.calotype.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The published schemas. */
final class Schemas {
    static final String FOLDER = "META-INF/calotype/";

    private static final String BASE = "classpath:" + FOLDER + "schemas/";
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final JsonMapper MAPPER = new JsonMapper();

    private Schemas() {}

    /** Returns what a schema has against a value. */
    static List<String> complaints(String schema, JsonNode value) {
        return FACTORY.getSchema(SchemaLocation.of(BASE + schema + ".json")).validate(value).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    /** Returns the text of a schema. */
    static JsonNode read(String schema) {
        return parse(resource("schemas/" + schema + ".json"));
    }

    static JsonNode parse(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] resource(String name) {
        try (var in = Schemas.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
