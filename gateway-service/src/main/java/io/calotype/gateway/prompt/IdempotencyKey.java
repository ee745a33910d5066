package io.calotype.gateway.prompt;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A name that a client gives to a request, so that it can be sent again without being done again.
 *
 * @param owner whose key it is; two owners may use the same
 * @param text 1 to 255 visible characters of ASCII, in quotes or not
 */
record IdempotencyKey(String owner, String text) {

    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final int ID_DIGITS = 40;

    IdempotencyKey {
        if (!FORM.matcher(text).matches()) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER,
                    "Idempotency-Key",
                    "Idempotency-Key must be 1 to 255 visible ASCII characters");
        }
        text = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    /** The id of the prompt, the same at every gateway. */
    String promptId() {
        return "key-"
                + Sha256.hex((owner + "\n" + text).getBytes(StandardCharsets.UTF_8))
                        .substring(0, ID_DIGITS);
    }
}
