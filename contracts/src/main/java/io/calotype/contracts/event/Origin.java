package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.WebhookUrl;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The sender of a prompt, and what comes back in every event of its images.
 *
 * @param promptId the request's own id
 * @param source the CloudEvents source of the request, a URI reference
 * @param subject the CloudEvents subject of the request, if it had one
 * @param metadata free JSON of the sender, at most 4 KiB
 * @param webhook the address to call when an image ends, if any
 */
public record Origin(
        String promptId,
        String source,
        @Nullable String subject,
        ObjectNode metadata,
        @Nullable WebhookUrl webhook) {
    public Origin {
        ImageId.requirePromptId(promptId);
        requireAttribute("source", source);
        requireUri(source);
        if (subject != null) {
            requireAttribute("subject", subject);
        }
        metadata = metadata.deepCopy();
        requirePlain(metadata);
        int size = StrictJson.write(metadata).length;
        if (size > Limits.MAX_METADATA_BYTES) {
            var detail = "metadata has " + size + " bytes; at most " + Limits.MAX_METADATA_BYTES;
            throw Refusal.of(ProblemType.LIMIT_EXCEEDED, "metadata", detail);
        }
    }

    /** Makes an origin without subject, metadata and webhook. */
    public static Origin of(String promptId, String source) {
        return new Origin(promptId, source, null, StrictJson.object(), null);
    }

    /** Returns a copy of the metadata. */
    @Override
    public ObjectNode metadata() {
        return metadata.deepCopy();
    }

    private static void requireAttribute(String field, String value) {
        if (value.isEmpty()
                || value.length() > Limits.MAX_ORIGIN_LENGTH
                || value.codePoints().anyMatch(Origin::isUnfit)) {
            var detail = field + " must be 1 to " + Limits.MAX_ORIGIN_LENGTH
                    + " characters, none of them control characters";
            throw Refusal.of(ProblemType.INVALID_PARAMETER, field, detail);
        }
    }

    private static boolean isUnfit(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }

    private static void requireUri(String source) {
        try {
            new URI(source);
        } catch (URISyntaxException e) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "source", "source is not a URI reference");
        }
    }

    private static void requirePlain(JsonNode node) {
        if (node.isDouble() && !Double.isFinite(node.doubleValue())) {
            throw Refusal.of(ProblemType.NOT_FINITE, "metadata", "metadata holds a number that is not finite");
        }
        if (node.isTextual()) {
            requirePaired(node.textValue());
        }
        node.fieldNames().forEachRemaining(Origin::requirePaired);
        node.forEach(Origin::requirePlain);
    }

    private static void requirePaired(String text) {
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "metadata", "metadata holds an unpaired surrogate");
        }
    }
}
