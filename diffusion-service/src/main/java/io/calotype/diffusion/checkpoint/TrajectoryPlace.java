package io.calotype.diffusion.checkpoint;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.TrajectoryObject;
import io.calotype.contracts.spec.ImageId;
import java.util.List;

/**
 * Where the trajectory of an image is kept.
 *
 * @param key of the object, which depends on the request and the pack as well
 */
public record TrajectoryPlace(ImageId image, String key) {

    /** Returns that of the pass which an image is in. */
    public static TrajectoryPlace of(ImageTensors embedded) {
        var task = embedded.task();
        var key = embedded.isSecondPass()
                ? TrajectoryObject.secondKey(task.image(), task.packDigest())
                : TrajectoryObject.key(task.image(), task.packDigest());
        return new TrajectoryPlace(task.id(), key);
    }

    /** Returns those that a task's image may have had. */
    public static List<TrajectoryPlace> all(ImageTask task) {
        return TrajectoryObject.keys(task).stream()
                .map(key -> new TrajectoryPlace(task.id(), key))
                .toList();
    }
}
