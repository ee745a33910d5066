package io.calotype.local.cli;

import io.calotype.contracts.event.KeptStep;
import io.calotype.contracts.event.StepObject;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.store.BucketClient;
import java.nio.ByteBuffer;
import java.util.List;

/** The picture that a command draws on from. */
final class ParentImage {

    private ParentImage() {}

    /** Reads the id of an image; that of a prompt means its first image. */
    static ImageId id(String text) {
        return text.indexOf('/') < 0 ? new ImageId(text, 0) : ImageId.parse(text);
    }

    /** Returns which steps of an image are kept, in order. */
    static List<Integer> steps(BucketClient store, ImageId image) {
        return StepObject.steps(image, store.list(StepObject.folder(image)));
    }

    /** Returns a kept step. */
    static KeptStep step(BucketClient store, ParentStep parent) {
        try {
            var file = store.find(StepObject.key(parent))
                    .orElseThrow(() -> StepObject.notKept(parent, steps(store, parent.image())));
            return KeptStep.parse(ByteBuffer.wrap(file));
        } catch (Refusal refusal) {
            throw new LocalFailure(refusal.problem().detail());
        }
    }
}
