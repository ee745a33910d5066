package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.data.BytesCloudEventData;
import io.cloudevents.jackson.JsonCloudEventData;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event in any of its three forms: CloudEvents binary mode, CloudEvents structured mode, bare JSON.
 *
 * <p>The header names are those of the CloudEvents protocol binding for Kafka 1.0.2. The JSON of a structured event is
 * read strictly, and numbers in it keep every digit.
 */
public final class Envelope {
    private static final String PREFIX = "ce_";
    private static final String CONTENT_TYPE = "content-type";
    private static final String STRUCTURED = "application/cloudevents";
    private static final String SPEC_VERSION = "specversion";
    private static final String DATA_BASE64 = "data_base64";

    private Envelope() {}

    /**
     * Reads a record.
     *
     * @param headers the record's headers as text
     * @param value the record's value
     * @param bare what a bare JSON object becomes
     * @throws Refusal that names the attribute that is wrong
     */
    public static CloudEvent read(Map<String, String> headers, byte[] value, Bare bare) {
        var contentType = headers.getOrDefault(CONTENT_TYPE, "");
        if (contentType.toLowerCase(Locale.ROOT).startsWith(STRUCTURED)) {
            return structured(StrictJson.parse(value, Limits.MAX_EVENT_BYTES));
        }
        if (headers.containsKey(PREFIX + SPEC_VERSION)) {
            return binary(headers, contentType, value);
        }
        var json = StrictJson.parse(value, Limits.MAX_EVENT_BYTES);
        return json.has(SPEC_VERSION) ? structured(json) : bare.event(json);
    }

    /**
     * Reads an event in the JSON of structured mode.
     *
     * @throws Refusal that names the attribute that is wrong
     */
    static CloudEvent read(ObjectNode structured) {
        return structured(structured.deepCopy());
    }

    /** Returns an event in the JSON of structured mode, its data in Base64, so that they stay the same bytes. */
    static ObjectNode structured(CloudEvent event) {
        var json = StrictJson.object().put(SPEC_VERSION, "1.0");
        event.getAttributeNames().stream()
                .filter(name -> !name.equals(SPEC_VERSION))
                .forEach(name -> json.put(name, String.valueOf(event.getAttribute(name))));
        event.getExtensionNames().forEach(name -> json.put(name, String.valueOf(event.getExtension(name))));
        var data = event.getData();
        if (data != null) {
            json.put(DATA_BASE64, Base64.getEncoder().encodeToString(data.toBytes()));
        }
        return json;
    }

    /**
     * The attributes that a bare JSON object gets.
     *
     * @param type the event's type
     * @param id the record's key, or an id made of its topic, partition and offset
     * @param source a URI reference
     */
    public record Bare(String type, String id, String source) {
        private CloudEvent event(ObjectNode json) {
            return Attributes.event(Map.of("type", type, "id", id, "source", source), JsonCloudEventData.wrap(json));
        }
    }

    private static CloudEvent binary(Map<String, String> headers, String contentType, byte[] value) {
        var attributes = new LinkedHashMap<String, String>();
        headers.forEach((name, text) -> {
            if (name.startsWith(PREFIX)) {
                attributes.put(name.substring(PREFIX.length()), text);
            }
        });
        requireVersion(attributes.remove(SPEC_VERSION));
        if (!contentType.isEmpty()) {
            attributes.put("datacontenttype", contentType);
        }
        return Attributes.event(attributes, BytesCloudEventData.wrap(value));
    }

    private static CloudEvent structured(ObjectNode json) {
        var version = json.remove(SPEC_VERSION);
        requireVersion(version == null ? null : version.asText());
        var data = data(json.remove("data"), json.remove(DATA_BASE64));
        var attributes = new LinkedHashMap<String, String>();
        for (var attribute : json.properties()) {
            var value = attribute.getValue();
            if (value.isContainerNode()) {
                throw malformed("an attribute of the event is not a plain value");
            }
            if (!value.isNull()) {
                attributes.put(attribute.getKey(), value.asText());
            }
        }
        return Attributes.event(attributes, data);
    }

    private static @Nullable CloudEventData data(@Nullable JsonNode data, @Nullable JsonNode base64) {
        if (base64 == null) {
            return data == null ? null : JsonCloudEventData.wrap(data);
        }
        if (data != null) {
            throw malformed("the event has both data and data_base64");
        }
        try {
            return BytesCloudEventData.wrap(Base64.getDecoder().decode(base64.asText()));
        } catch (IllegalArgumentException e) {
            throw malformed("data_base64 is not Base64");
        }
    }

    private static void requireVersion(@Nullable String version) {
        if (!"1.0".equals(version)) {
            throw Refusal.of(ProblemType.UNSUPPORTED, SPEC_VERSION, "specversion must be 1.0");
        }
    }

    private static Refusal malformed(String detail) {
        return Refusal.of(ProblemType.MALFORMED_EVENT, "data", detail);
    }
}
