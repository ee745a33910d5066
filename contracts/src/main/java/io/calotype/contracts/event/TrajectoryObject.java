package io.calotype.contracts.event;

import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.stage.Stage;
import java.util.List;

/** The object that holds the trajectory of an image that is not denoised yet; it is removed once the image has ended. */
public final class TrajectoryObject {
    /** The CloudEvents extension of a record whose image may have such an object; its value is {@code true}. */
    public static final String EXTENSION = "trajectorykept";

    private TrajectoryObject() {}

    /** Returns the object's key; other requests for the same image, and other packs, have other keys. */
    public static String key(RequestedImage image, String packDigest) {
        var work = WorkDigest.of(Stage.DENOISE, image, packDigest);
        return folder(image.id()) + work + ".safetensors";
    }

    /** Returns the key of the object of an image's second pass. */
    public static String secondKey(RequestedImage image, String packDigest) {
        var work = WorkDigest.ofSecondPass(image, packDigest);
        return folder(image.id()) + work + ".safetensors";
    }

    /** Returns the keys that an image may have. */
    public static List<String> keys(ImageTask task) {
        var first = key(task.image(), task.packDigest());
        return task.spec().hires() == null
                ? List.of(first)
                : List.of(first, secondKey(task.image(), task.packDigest()));
    }

    /** Returns what the keys of an image's objects begin with. */
    public static String folder(ImageId image) {
        return BucketFolder.TRAJECTORIES.prefix() + image + "/";
    }
}
