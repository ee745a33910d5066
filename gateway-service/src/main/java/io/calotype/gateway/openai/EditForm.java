package io.calotype.gateway.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.multipart.FileItem;
import org.jboss.resteasy.reactive.server.multipart.FormValue;

/**
 * A form of {@code POST /v1/images/edits}.
 *
 * @param fields the fields as JSON of {@code POST /v1/images/generations} would have them
 * @param files the files by the field of the prompt that each is for: {@code image} and, with a mask, {@code mask_image}
 */
record EditForm(ObjectNode fields, Map<String, Upload> files) {

    /**
     * A file.
     *
     * @param name what the client calls it
     */
    record Upload(String name, FileItem file) {}

    private static final String IMAGE = "image";
    private static final String MASK = "mask_image";

    /** What clients call the two pictures: some send a list of one. */
    private static final Map<String, String> PICTURES =
            Map.of(IMAGE, IMAGE, "image[]", IMAGE, "mask", MASK, MASK, MASK);

    private static final Set<String> NUMBERS = Set.of(
            "guidance_rescale",
            "guidance_scale",
            "height",
            "keep_steps",
            "n",
            "output_compression",
            "parent_step",
            "partial_images",
            "priority",
            "steps",
            "strength",
            "true_cfg_scale",
            "upscale",
            "width");
    private static final Pattern METADATA = Pattern.compile("metadata\\[([^\\[\\]]+)]");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,20}(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?");

    /**
     * Reads a form.
     *
     * @throws Refusal that names what is wrong; UNSUPPORTED for more than one picture
     */
    static EditForm read(Map<String, Collection<FormValue>> form) {
        var read = new EditForm(StrictJson.object(), new HashMap<>());
        form.forEach((name, values) -> read.take(PICTURES.getOrDefault(name, name), name, values));
        if (!read.files.containsKey(IMAGE) && !read.fields.has(IMAGE)) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, IMAGE, "image is missing");
        }
        return read;
    }

    private void take(String field, String name, Collection<FormValue> values) {
        boolean picture = PICTURES.containsValue(field);
        if (values.size() > 1 || files.containsKey(field) || fields.has(field)) {
            throw picture
                    ? Refusal.of(ProblemType.UNSUPPORTED, name, "there can be only one " + name)
                    : Refusal.of(
                            ProblemType.DUPLICATE_FIELD, shown(name), "the field " + shown(name) + " is there twice");
        }
        var value = values.iterator().next();
        if (!value.isFileItem()) {
            put(field, value.getValue());
        } else if (picture) {
            files.put(field, new Upload(name, value.getFileItem()));
        } else {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, shown(name), shown(name) + " must not be a file");
        }
    }

    private void put(String field, String text) {
        var metadata = METADATA.matcher(field);
        if (metadata.matches()) {
            fields.withObject("/metadata").put(metadata.group(1), text);
        } else if (NUMBERS.contains(field)) {
            fields.put(field, number(field, text));
        } else if (field.equals("stream")) {
            putFlag(field, text);
        } else if (field.equals("metadata")) {
            fields.set(field, StrictJson.parse(text.getBytes(StandardCharsets.UTF_8), Limits.MAX_EVENT_BYTES));
        } else {
            fields.put(field, text);
        }
    }

    private static BigDecimal number(String field, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, field, field + " must be a number");
        }
        return new BigDecimal(text);
    }

    private void putFlag(String field, String text) {
        switch (text) {
            case "true" -> fields.put(field, true);
            case "false" -> fields.put(field, false);
            default -> throw Refusal.of(ProblemType.INVALID_PARAMETER, field, field + " must be true or false");
        }
    }

    private static String shown(String name) {
        return JsonFields.shown(name);
    }
}
