package io.calotype.decoder.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.PromptMeaning;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.decoder.config.DecoderConfig;
import io.calotype.inference.pack.ModelPack;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Checks what comes with latents before anything is made of them. */
@ApplicationScoped
class LatentCheck {

    private static final String POOLED = ImageTensors.POOLED_PROMPT_EMBEDS;

    private final ModelPack pack;
    private final DecoderConfig config;

    LatentCheck(ModelPack pack, DecoderConfig config) {
        this.pack = pack;
        this.config = config;
    }

    /**
     * Returns the latents and what they come with.
     *
     * @throws Refusal PACK_MISMATCH, INVALID_TENSOR or NOT_FINITE
     */
    CheckedLatents check(ImageTensors record) {
        var task = record.task();
        requireOwn(task);
        var meaning = config.tellPrompt() ? new PromptMeaning(task.spec().prompt(), embedding(record)) : null;
        return new CheckedLatents(task, record.require("latents"), meaning);
    }

    private void requireOwn(ImageTask task) {
        if (!task.packDigest().equals(pack.digest())) {
            var detail = "the latents were made with pack digest %s; here is %s of %s"
                    .formatted(task.packDigest(), pack.digest(), pack.name());
            throw Refusal.of(ProblemType.PACK_MISMATCH, "pack_digest", detail);
        }
    }

    /** Nothing where an older denoiser did not pass it on. */
    private static @Nullable UnitVector embedding(ImageTensors record) {
        var pooled = record.tensors().get(POOLED);
        return pooled == null ? null : UnitVector.of(POOLED, pooled).orElse(null);
    }
}
