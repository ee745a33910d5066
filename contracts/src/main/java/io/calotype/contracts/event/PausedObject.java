package io.calotype.contracts.event;

import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.spec.ImageId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The object that stands for the record of a paused image, with the same tensors; it is removed as the image goes on or has ended.
 *
 * @param pack whose denoisers make the image
 * @param record 64 hexadecimal digits that tell one record of the image from another
 */
public record PausedObject(ImageId image, String pack, String record) {
    private static final Pattern KEY = Pattern.compile(BucketFolder.PAUSED.prefix()
            + "(?<image>[^/]+/[0-9]{1,2})/(?<pack>[^/]+)/(?<record>[0-9a-f]{64})\\.safetensors");

    /** Returns the object of a record, by what tells the record from all others. */
    public static PausedObject of(ImageTask task, String position) {
        return new PausedObject(task.id(), task.spec().model(), Sha256.hex(position.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns what the keys of a prompt's objects begin with, or those of one image of it. */
    public static String folder(String promptId, @Nullable Integer index) {
        return BucketFolder.PAUSED.prefix() + promptId + "/" + (index == null ? "" : index + "/");
    }

    /** Reads a key that was found below a folder; empty if it is no such object's. */
    public static Optional<PausedObject> ofKey(String key) {
        var match = KEY.matcher(key);
        return match.matches()
                ? Optional.of(new PausedObject(
                        ImageId.parse(match.group("image")), match.group("pack"), match.group("record")))
                : Optional.empty();
    }

    /** Returns the object's key: {@code paused/<image id>/<pack>/<record>.safetensors}. */
    public String key() {
        return folder(image.promptId(), image.index()) + pack + "/" + record + ".safetensors";
    }
}
