package io.calotype.gateway.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key that webhooks are signed with, as in Standard Webhooks 1.0.0 (symmetric, {@code v1}). */
final class SigningKey {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;

    private final SecretKeySpec key;

    private SigningKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** Reads {@code whsec_} and 24 to 64 bytes in Base64; the secret is never part of an error message. */
    static SigningKey parse(String secret) {
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring(secret.startsWith(PREFIX) ? PREFIX.length() : 0));
            if (secret.startsWith(PREFIX) && key.length >= MIN_BYTES && key.length <= MAX_BYTES) {
                return new SigningKey(key);
            }
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("a webhook's secret is not Base64");
        }
        throw new IllegalArgumentException(
                "a webhook's secret must be " + PREFIX + " and " + MIN_BYTES + " to " + MAX_BYTES + " bytes in Base64");
    }

    /**
     * Returns one signature for the header {@code webhook-signature}.
     *
     * @param timestamp of the attempt, in seconds since 1970
     */
    String sign(String messageId, long timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((messageId + "." + timestamp + ".").getBytes(US_ASCII));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
