package io.calotype.gateway.webhook;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.spec.WebhookUrl;
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
        var digits = HexFormat.of().formatHex(Sha256.of(imageId), 0, ID_BYTES);
        return new WebhookMessage(imageId, "msg_" + digits, to, body);
    }
}
