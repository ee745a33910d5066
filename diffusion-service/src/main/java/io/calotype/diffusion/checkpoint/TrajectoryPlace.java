package io.calotype.diffusion.checkpoint;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.TrajectoryObject;
import io.calotype.contracts.spec.ImageId;

/**
 * Where the trajectory of an image is kept.
 *
 * @param key of the object, which depends on the request and the pack as well
 */
public record TrajectoryPlace(ImageId image, String key) {

    /** Returns that of a task's image. */
    public static TrajectoryPlace of(ImageTask task) {
        return new TrajectoryPlace(task.id(), TrajectoryObject.key(task.image(), task.packDigest()));
    }
}
