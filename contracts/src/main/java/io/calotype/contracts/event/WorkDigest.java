package io.calotype.contracts.event;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.stage.Stage;
import java.nio.charset.StandardCharsets;

/** Names what a stage makes of an image: the same whenever the same work is done again. */
public final class WorkDigest {

    private WorkDigest() {}

    /** Returns 64 hexadecimal digits that depend on the stage, the pack and the request. */
    public static String of(Stage stage, RequestedImage image, String packDigest) {
        return of(stage.jsonName(), image, packDigest);
    }

    /** Returns those of the second pass of an image that is denoised in two. */
    public static String ofSecondPass(RequestedImage image, String packDigest) {
        return of("second-pass", image, packDigest);
    }

    private static String of(String work, RequestedImage image, String packDigest) {
        var name = String.join("/", work, packDigest, String.valueOf(image.digest()));
        return Sha256.hex(name.getBytes(StandardCharsets.UTF_8));
    }
}
