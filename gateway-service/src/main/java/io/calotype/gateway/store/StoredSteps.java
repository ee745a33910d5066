package io.calotype.gateway.store;

import io.calotype.contracts.bucket.ObjectOperation;
import io.calotype.contracts.event.KeptStep;
import io.calotype.contracts.event.StepObject;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.ParentStep;
import io.minio.GetObjectArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The kept steps of images; calls block, and throw {@link StoreAway} when the store does not answer. */
@ApplicationScoped
public class StoredSteps {

    private static final int NOT_FOUND = 404;

    private final Bucket bucket;
    private final Owners owners;

    StoredSteps(Bucket bucket, Owners owners) {
        this.bucket = bucket;
        this.owners = owners;
    }

    /** Returns which steps of an image are kept, in order. */
    public List<Integer> of(ImageId image) {
        return StepObject.steps(image, bucket.below(StepObject.folder(image)));
    }

    /**
     * Checks that somebody can branch off at a step.
     *
     * @param source of the branch's request
     * @param sees tells of the source of the image's prompt whether the caller may know of the image
     * @throws Refusal NOT_KEPT, with the steps that are, or as if none was for an image that the caller may not know of; NOT_OWNER; or if
     *     it cannot be read
     */
    public void require(ParentStep parent, String source, Predicate<String> sees) {
        var step = find(parent).orElseThrow(() -> notKept(parent, sees));
        if (!sees.test(step.task().origin().source())) {
            throw StepObject.notKept(parent, List.of());
        }
        step.require(parent, source, owners);
    }

    private Refusal notKept(ParentStep parent, Predicate<String> sees) {
        var kept = of(parent.image());
        boolean seen = owner(parent.image(), kept).filter(sees).isPresent();
        return StepObject.notKept(parent, seen ? kept : List.of());
    }

    /** Returns the source of the prompt that an image is of, if a step of it is kept. */
    public Optional<String> owner(ImageId image) {
        return owner(image, of(image));
    }

    private Optional<String> owner(ImageId image, List<Integer> kept) {
        return kept.stream()
                .findFirst()
                .flatMap(step -> find(new ParentStep(image, step)))
                .map(step -> step.task().origin().source());
    }

    private Optional<KeptStep> find(ParentStep step) {
        var key = StepObject.key(step);
        var args = GetObjectArgs.builder().bucket(bucket.name()).object(key);
        return bucket.unless(NOT_FOUND, ObjectOperation.GET, key, () -> {
                    try (var object = bucket.client().getObject(args.build())) {
                        return object.readNBytes(Limits.MAX_KEPT_STEP_BYTES + 1);
                    }
                })
                .map(StoredSteps::parse);
    }

    private static KeptStep parse(byte[] file) {
        if (file.length > Limits.MAX_KEPT_STEP_BYTES) {
            throw Refusal.of(ProblemType.TOO_LARGE, ParentStep.STEP, "the parent's step is too large");
        }
        return KeptStep.parse(ByteBuffer.wrap(file));
    }
}
