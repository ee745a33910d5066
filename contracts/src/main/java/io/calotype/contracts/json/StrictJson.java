package io.calotype.contracts.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object from bytes, strictly, and writes JSON compactly.
 *
 * <p>Numbers keep every digit. The words {@code NaN} and {@code Infinity} are read, so that their field can be refused by name.
 */
public final class StrictJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Limits.MAX_JSON_DEPTH)
                            .maxNumberLength(Limits.MAX_NUMBER_LENGTH)
                            .maxStringLength(Limits.MAX_TENSOR_HEADER_BYTES)
                            .build())
                    .build())
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What some editors and clients begin a text in UTF-8 with; it is passed over (RFC 8259, 8.1). */
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private StrictJson() {}

    /** Returns a new empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Reads an object of at most {@code maxBytes}.
     *
     * @throws Refusal TOO_LARGE, DUPLICATE_FIELD or MALFORMED_EVENT; it names the place, never the text
     */
    public static ObjectNode parse(byte[] json, int maxBytes) {
        if (json.length > maxBytes) {
            throw tooLarge(null, "the JSON has " + json.length + " bytes; at most " + maxBytes);
        }
        try (var parser = MAPPER.createParser(utf8(json))) {
            return parse(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the value as compact JSON in UTF-8. */
    public static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    // A reader of our own: Jackson's would guess at other encodings and let encoded surrogates pass.
    private static Reader utf8(byte[] json) {
        int start = Arrays.equals(
                        json,
                        0,
                        Math.min(json.length, BYTE_ORDER_MARK.length),
                        BYTE_ORDER_MARK,
                        0,
                        BYTE_ORDER_MARK.length)
                ? BYTE_ORDER_MARK.length
                : 0;
        var bytes = new ByteArrayInputStream(json, start, json.length - start);
        return new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
    }

    private static ObjectNode parse(JsonParser parser) throws IOException {
        try {
            JsonNode node = MAPPER.readTree(parser);
            if (node instanceof ObjectNode object && parser.nextToken() == null) {
                return object;
            }
            throw malformed("the value is not one JSON object");
        } catch (StreamConstraintsException e) {
            throw tooLarge(parser.currentName(), "the JSON is too deep or has too long a token");
        } catch (JsonParseException e) {
            throw isDuplicate(e) ? duplicate(parser.currentName()) : malformedAt(e);
        } catch (JsonProcessingException e) {
            throw malformedAt(e);
        } catch (NumberFormatException e) { // an exponent beyond that of BigDecimal
            throw tooLarge(parser.currentName(), "the JSON has a number with too large an exponent");
        } catch (IOException e) {
            throw malformed("the value is not JSON in UTF-8");
        }
    }

    private static boolean isDuplicate(JsonParseException e) {
        return e.getOriginalMessage().startsWith("Duplicate ");
    }

    private static Refusal duplicate(String name) {
        var field = JsonFields.shown(name);
        return Refusal.of(ProblemType.DUPLICATE_FIELD, field, "the field " + field + " is there twice");
    }

    private static Refusal tooLarge(@Nullable String name, String detail) {
        return Refusal.of(ProblemType.TOO_LARGE, name == null ? null : JsonFields.shown(name), detail);
    }

    private static Refusal malformedAt(JsonProcessingException e) {
        var place = e.getLocation();
        return malformed(
                place == null
                        ? "the value is not JSON"
                        : "the value is not JSON at line " + place.getLineNr() + ", column " + place.getColumnNr());
    }

    private static Refusal malformed(String detail) {
        return Refusal.of(ProblemType.MALFORMED_EVENT, null, detail);
    }
}
