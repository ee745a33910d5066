package io.calotype.stage.steps;

import io.calotype.contracts.event.Erasure;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.KeptStep;
import io.calotype.contracts.event.StepObject;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.messaging.store.BestEffortStore;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.stage.ends.EndArbiter;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Kept steps in the object store. All methods block. */
@ApplicationScoped
public class KeptSteps {

    private final ObjectStore store;
    private final BestEffortStore writes;
    private final EndArbiter ends;
    private final Owners owners;

    KeptSteps(ObjectStore store, BestEffortStore writes, EndArbiter ends, Owners owners) {
        this.store = store;
        this.writes = writes;
        this.ends = ends;
        this.owners = owners;
    }

    /**
     * Returns the step that a branch starts from.
     *
     * @param source of the branch's request
     * @throws io.calotype.contracts.problem.Refusal NOT_KEPT, with those that are; NOT_OWNER if the image is somebody else's;
     *     MALFORMED_EVENT or INVALID_TENSOR if what is stored is no such step
     */
    public KeptStep get(ParentStep parent, String source) {
        return find(parent).orElseThrow(() -> notKept(parent, source)).require(parent, source, owners);
    }

    private Optional<KeptStep> find(ParentStep step) {
        return store.get(StepObject.key(step), Limits.MAX_KEPT_STEP_BYTES)
                .map(ByteBuffer::wrap)
                .map(KeptStep::parse);
    }

    /** Which steps there are is told to who may use them. */
    private Refusal notKept(ParentStep parent, String source) {
        var image = parent.image();
        var kept = StepObject.steps(image, store.list(StepObject.folder(image)));
        kept.stream()
                .findFirst()
                .map(step -> new ParentStep(image, step))
                .flatMap(this::find)
                .ifPresent(step -> step.require(step.place(), source, owners));
        return StepObject.notKept(parent, kept);
    }

    /**
     * Stores a step, tried once; one that is there stays, since who denoises the image again makes the same.
     *
     * @throws io.calotype.messaging.store.StoreUnavailable if the store is away
     */
    public void put(KeptStep step) {
        writes.putIfAbsent(StepObject.key(step.place()), step.toSafetensors(), Events.SAFETENSORS);
    }

    /** Removes the steps of an image that was erased while they were written: whoever erased it may have come before the last of them. */
    public void removeIfErased(ImageId image) {
        if (ends.find(image).filter(Erasure::isEnd).isPresent()) {
            store.list(StepObject.folder(image)).forEach(store::delete);
        }
    }
}
