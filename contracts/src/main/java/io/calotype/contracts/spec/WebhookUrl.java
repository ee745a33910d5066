package io.calotype.contracts.spec;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * The address to call when a prompt's images end.
 *
 * <p>It may contain a secret of its receiver, so it never appears in messages.
 *
 * @param uri http or https, with a host, without user information and fragment; ASCII, at most 2,048 characters
 */
public record WebhookUrl(URI uri) {
    private static final String FIELD = "webhook";
    private static final Pattern FORM = Pattern.compile("https?://[A-Za-z0-9._\\-\\[\\]:]+([/?][!-~&&[^#]]*)?");

    public WebhookUrl {
        var text = uri.toString();
        if (text.length() > Limits.MAX_WEBHOOK_LENGTH
                || !FORM.matcher(text).matches()
                || uri.getHost() == null
                || uri.getPort() > 0xFFFF) {
            throw unfit();
        }
    }

    /**
     * Reads the field {@code webhook}.
     *
     * @throws Refusal INVALID_PARAMETER
     */
    public static WebhookUrl parse(String text) {
        try {
            return new WebhookUrl(new URI(text));
        } catch (URISyntaxException e) {
            throw unfit();
        }
    }

    private static Refusal unfit() {
        var detail = "webhook must be an http or https address of at most " + Limits.MAX_WEBHOOK_LENGTH
                + " characters, without user and fragment";
        return Refusal.of(ProblemType.INVALID_PARAMETER, FIELD, detail);
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
