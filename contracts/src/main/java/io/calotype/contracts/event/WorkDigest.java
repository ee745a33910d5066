package io.calotype.contracts.event;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.stage.Stage;
import java.nio.charset.StandardCharsets;

/** Names what a stage makes of an image: the same whenever the same work is done again. */
public final class WorkDigest {

    private WorkDigest() {}

    /** Returns 64 hexadecimal digits that depend on the stage, the pack and the request. */
    public static String of(Stage stage, RequestedImage image, String packDigest) {
        var name = String.join("/", stage.jsonName(), packDigest, String.valueOf(image.digest()));
        return Sha256.hex(name.getBytes(StandardCharsets.UTF_8));
    }
}
