package io.calotype.gateway.store;

import io.calotype.contracts.bucket.ObjectOperation;
import io.calotype.contracts.event.KeptStep;
import io.calotype.contracts.event.StepObject;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.ParentStep;
import io.minio.GetObjectArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.List;

/** The kept steps of images; calls block, and throw {@link StoreAway} when the store does not answer. */
@ApplicationScoped
public class StoredSteps {

    private static final int NOT_FOUND = 404;

    private final Bucket bucket;

    StoredSteps(Bucket bucket) {
        this.bucket = bucket;
    }

    /** Returns which steps of an image are kept, in order. */
    public List<Integer> of(ImageId image) {
        return StepObject.steps(image, bucket.below(StepObject.folder(image)));
    }

    /**
     * Checks that somebody can branch off at a step.
     *
     * @param source of the branch's request
     * @throws Refusal NOT_KEPT, with the steps that are; NOT_OWNER if it is somebody else's; or if it cannot be read
     */
    public void require(ParentStep parent, String source) {
        var key = StepObject.key(parent);
        var args = GetObjectArgs.builder().bucket(bucket.name()).object(key);
        bucket.unless(NOT_FOUND, ObjectOperation.GET, key, () -> {
                    try (var object = bucket.client().getObject(args.build())) {
                        return object.readNBytes(Limits.MAX_KEPT_STEP_BYTES + 1);
                    }
                })
                .map(StoredSteps::parse)
                .orElseThrow(() -> StepObject.notKept(parent, of(parent.image())))
                .require(parent, source);
    }

    private static KeptStep parse(byte[] file) {
        if (file.length > Limits.MAX_KEPT_STEP_BYTES) {
            throw Refusal.of(ProblemType.TOO_LARGE, ParentStep.STEP, "the parent's step is too large");
        }
        return KeptStep.parse(ByteBuffer.wrap(file));
    }
}
