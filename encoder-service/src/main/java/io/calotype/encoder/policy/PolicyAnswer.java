package io.calotype.encoder.policy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.calotype.encoder.policy.Verdict.By;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a policy service answers; {@code prompt-policy-response.v1.json} is its schema. */
final class PolicyAnswer {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** One word, so that no sentence of a prompt gets into events. */
    private static final Pattern REASON = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private PolicyAnswer() {}

    /** An answer that is no decision; the message has nothing of its content. */
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Wrong(String fault) {
            super(fault, null, false, false);
        }
    }

    /**
     * Returns the decision.
     *
     * @throws Wrong if there is none
     */
    static Verdict parse(byte[] body) {
        var json = json(body);
        return switch (json.path("decision").asText()) {
            case "allow" -> new Verdict(true, By.SERVICE, null);
            case "refuse" -> new Verdict(false, By.SERVICE, reason(json.path("reason")));
            default -> throw new Wrong("its decision is neither allow nor refuse");
        };
    }

    private static @Nullable String reason(JsonNode reason) {
        if (reason.isMissingNode() || reason.isNull()) {
            return null;
        }
        if (!reason.isTextual() || !REASON.matcher(reason.asText()).matches()) {
            throw new Wrong("its reason is not one word of at most 64 lower-case letters, digits, - and _");
        }
        return reason.asText();
    }

    private static JsonNode json(byte[] body) {
        try {
            var json = JSON.readTree(body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JacksonException e) {
            throw new Wrong("it is not JSON");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        throw new Wrong("it is not a JSON object");
    }
}
