package io.calotype.encoder.messaging;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.inference.pack.ModelPack;
import io.calotype.stage.lifecycle.DryRun;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads a prompt, encodes it, and writes its tensors. */
@ApplicationScoped
class PromptDryRun implements DryRun {

    private final ModelPack pack;
    private final PromptConditioner conditioner;

    PromptDryRun(ModelPack pack, PromptConditioner conditioner) {
        this.pack = pack;
        this.conditioner = conditioner;
    }

    @Override
    public void run() {
        var task = DryRun.task(pack.defaults(), pack.digest());
        var read = Events.promptRequested(Events.of(new PromptRequested(task.origin(), PROMPT)));
        var conditioning = conditioner.condition(read.parameters(), IMAGE).conditioning();
        Events.of(ImageProgress.encoded(task, conditioning.tokens().shown()));
        new ImageTensors(task, conditioning.tensors()).toSafetensors();
    }
}
