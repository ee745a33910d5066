package io.calotype.gateway.testing;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.KeptStep;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.event.StepObject;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Sampling;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.messaging.store.ObjectStore;
import java.time.Instant;
import java.util.Map;

/** Stores kept steps as a denoiser does, without their tensors. */
public final class StoredSteps {

    private StoredSteps() {}

    public static void keep(ObjectStore store, ImageId id, int step, String source) {
        var spec = new GenerationSpec(
                "a cat",
                "",
                PromptWeights.OFF,
                new ImageSize(128, 128),
                new Sampling(20, 3.0, 0, 1, "euler", new Seed(7), null),
                OutputFormat.PNG,
                "pictograms",
                5);
        var image = new RequestedImage(id, Origin.of(id.promptId(), source), "a".repeat(64));
        var task = new ImageTask(image, spec, "d".repeat(64), Instant.EPOCH, StageTimings.none());
        var kept = new KeptStep(task, step, false, new Safetensors(Map.of(), Map.of()));
        store.putIfAbsent(StepObject.key(kept.place()), kept.toSafetensors(), Events.SAFETENSORS, Map.of());
    }
}
