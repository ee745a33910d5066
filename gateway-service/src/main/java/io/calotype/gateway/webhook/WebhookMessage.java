package io.calotype.gateway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.calotype.contracts.spec.WebhookUrl;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a receiver gets, the same at each attempt.
 *
 * @param imageId whose end it is
 * @param id lets the receiver recognise a repeated message
 * @param body JSON
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or changed
record WebhookMessage(String imageId, String id, WebhookUrl to, byte[] body) {

    private static final int ID_BYTES = 16;

    /** Makes a message whose id is derived from the image, since its event can be read again at any time. */
    static WebhookMessage of(String imageId, WebhookUrl to, byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(imageId.getBytes(UTF_8));
            return new WebhookMessage(imageId, "msg_" + HexFormat.of().formatHex(digest, 0, ID_BYTES), to, body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
