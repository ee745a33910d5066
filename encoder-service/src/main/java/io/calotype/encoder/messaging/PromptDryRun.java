package io.calotype.encoder.messaging;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.encoder.text.PackText;
import io.calotype.inference.pack.ModelPack;
import io.calotype.stage.lifecycle.DryRun;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads a prompt, encodes it, and writes its tensors. */
@ApplicationScoped
class PromptDryRun implements DryRun {

    private final ModelPack pack;
    private final PackText text;
    private final PromptConditioner conditioner;

    PromptDryRun(ModelPack pack, PackText text, PromptConditioner conditioner) {
        this.pack = pack;
        this.text = text;
        this.conditioner = conditioner;
    }

    @Override
    public void run() {
        var task = DryRun.task(pack.defaults(), pack.digest());
        var read = Events.promptRequested(Events.of(new PromptRequested(task.origin(), PROMPT)));
        text.embed(PROMPT.prompt()); // known from here on, so that it is not shared with other encoders
        var conditioning = conditioner.condition(read.parameters(), IMAGE).conditioning();
        Events.of(ImageProgress.encoded(task, conditioning.tokens().shown()));
        new ImageTensors(task, conditioning.tensors()).toSafetensors();
    }
}
