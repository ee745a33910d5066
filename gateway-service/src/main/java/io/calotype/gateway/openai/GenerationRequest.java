package io.calotype.gateway.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a body of {@code POST /v1/images/generations} or a form of {@code POST /v1/images/edits} asks for.
 *
 * @param prompt the same as JSON of the native API: OpenAI's fields left out or renamed, Calotype's own as they are
 * @param form how pictures are returned, null for all forms
 * @param stream whether events are wanted
 * @param partialImages how many partial images precede each picture, 0 to 3
 */
record GenerationRequest(ObjectNode prompt, @Nullable ResponseForm form, boolean stream, int partialImages) {

    /** How a picture comes back. */
    enum ResponseForm {
        URL,
        B64_JSON
    }

    private static final int MOST_PARTIAL_IMAGES = 3;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final String AUTO = "auto";

    /** Fields that clients send and that mean nothing here. */
    private static final Set<String> IGNORED =
            Set.of("input_fidelity", "moderation", "quality", "safety_identifier", "style", "user");

    private static final List<String> OWN =
            List.of("background", "output_compression", "partial_images", "response_format", "size", "stream");

    /**
     * Reads a body.
     *
     * @throws Refusal that names what is wrong
     */
    static GenerationRequest read(byte[] body) {
        return of(StrictJson.parse(body, Limits.MAX_EVENT_BYTES));
    }

    /**
     * Reads the fields of a body.
     *
     * @throws Refusal that names what is wrong
     */
    static GenerationRequest of(ObjectNode json) {
        var fields = new JsonFields(json);
        var form = form(fields.text("response_format"));
        boolean stream = flag(fields, "stream");
        var partial = fields.integer("partial_images", 0, MOST_PARTIAL_IMAGES);
        var size = fields.text("size");
        requireOpaque(fields.text("background"));
        requireOwnCompression(fields.node("output_compression"));
        var prompt = json.deepCopy();
        prompt.remove(IGNORED);
        prompt.remove(OWN);
        if (size != null && !size.equals(AUTO)) {
            putSize(prompt, size);
        }
        return new GenerationRequest(prompt, form, stream, partial == null ? 0 : partial);
    }

    private static void putSize(ObjectNode prompt, String size) {
        var sides = SIZE.matcher(size);
        if (!sides.matches()) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "size", "size must read WIDTHxHEIGHT or auto");
        }
        prompt.put("width", Integer.parseInt(sides.group(1))).put("height", Integer.parseInt(sides.group(2)));
    }

    private static void requireOpaque(@Nullable String background) {
        if (background != null && !background.equals(AUTO) && !background.equals("opaque")) {
            throw Refusal.of(
                    ProblemType.UNSUPPORTED,
                    "background",
                    "background must be auto or opaque: pictures have no transparency");
        }
    }

    private static void requireOwnCompression(@Nullable Object compression) {
        if (compression != null) {
            throw Refusal.of(
                    ProblemType.UNSUPPORTED, "output_compression", "output_compression cannot be chosen; leave it out");
        }
    }

    private static @Nullable ResponseForm form(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return switch (name) {
            case "url" -> ResponseForm.URL;
            case "b64_json" -> ResponseForm.B64_JSON;
            default ->
                throw Refusal.of(
                        ProblemType.INVALID_PARAMETER,
                        "response_format",
                        "response_format must be one of url, b64_json");
        };
    }

    private static boolean flag(JsonFields fields, String name) {
        var value = fields.node(name);
        if (value != null && !value.isBoolean()) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, name, name + " must be true or false");
        }
        return value != null && value.booleanValue();
    }
}
