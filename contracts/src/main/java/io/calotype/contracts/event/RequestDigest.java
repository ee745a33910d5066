package io.calotype.contracts.event;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Tells requests that use the same prompt id apart: SHA-256, in hexadecimal, of who asks and of what decides the picture.
 *
 * <p>The number of images, their priority and which of their steps are kept decide no picture; neither do subject, metadata, webhook and deadline.
 */
public final class RequestDigest {
    private static final List<String> NOT_OF_THE_PICTURE = List.of("n", "priority", SpecJson.KEEP_STEPS);
    private static final byte SEPARATOR = 0;

    private RequestDigest() {}

    /** Returns the digest of a request. */
    public static String of(PromptRequested request) {
        var json = PromptJson.write(request.parameters()).without(NOT_OF_THE_PICTURE);
        return of(request.origin().source(), StrictJson.write(json));
    }

    /** Returns the digest of a request whose parameters cannot be read: that of its bytes. */
    public static String of(String source, byte[] request) {
        var digest = Sha256.newDigest();
        digest.update(source.getBytes(StandardCharsets.UTF_8));
        digest.update(SEPARATOR);
        return HexFormat.of().formatHex(digest.digest(request));
    }
}
