package io.calotype.diffusion.branch;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.KeptStep;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ControlRequest;
import io.calotype.contracts.spec.LoraRequest;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.diffusion.pack.EmbeddingCheck;
import io.calotype.diffusion.scheduler.Branching;
import io.calotype.diffusion.scheduler.Trajectory;
import io.calotype.stage.steps.KeptSteps;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Begins images: from noise or a picture, or, if they have a parent, from its kept step. */
@ApplicationScoped
public class Branches {

    private static final String LATENTS = "latents";
    private static final String STEPS = "steps";

    private final EmbeddingCheck check;
    private final DenoisingPack pack;
    private final KeptSteps kept;

    Branches(EmbeddingCheck check, DenoisingPack pack, KeptSteps kept) {
        this.check = check;
        this.pack = pack;
        this.kept = kept;
    }

    /**
     * Checks what an encoder sent and begins the image, or its second pass; blocks on the object store if it has a parent.
     *
     * @throws Refusal as {@link EmbeddingCheck#begin}; NOT_KEPT, NOT_OWNER, PACK_MISMATCH, INVALID_TENSOR, NOT_FINITE or
     *     UNSUPPORTED if it cannot branch off there
     */
    public Denoising begin(ImageTensors embedded) {
        var fresh = check.begin(embedded);
        var parent = embedded.task().spec().sampling().parent();
        return parent == null || embedded.isSecondPass() ? fresh : fresh.at(branch(parent, embedded.task(), fresh));
    }

    private Trajectory branch(ParentStep parent, ImageTask task, Denoising fresh) {
        var step = kept.get(parent, task.origin().source());
        requireFit(step, task, fresh);
        var parents = pack.scheduler(step.task().spec().sampling().scheduler());
        var from = parents.restore(step.trajectory());
        if (from.step() != parent.step()) {
            throw invalid(ParentStep.STEP, "its trajectory is at step " + from.step() + ", not " + parent.step());
        }
        if (from.done()) {
            requireUnchanged(step.task(), task);
        } else if (step.partial()) {
            var detail =
                    "the parent repaints a part of a picture, which is not kept; only its last step can be branched from";
            throw Refusal.of(ProblemType.UNSUPPORTED, ParentStep.IMAGE, detail);
        }
        var sampling = task.spec().sampling();
        return Branching.of(parents, from, fresh.scheduler(), sampling.steps(), sampling.seed());
    }

    /** Before anything is allocated for it. */
    private void requireFit(KeptStep step, ImageTask task, Denoising fresh) {
        var digest = step.task().packDigest();
        if (!digest.equals(task.packDigest())) {
            var detail = "the parent was drawn with the pack " + digest + "; this denoiser has "
                    + pack.pack().digest();
            throw Refusal.of(ProblemType.PACK_MISMATCH, ParentStep.IMAGE, detail);
        }
        var shape = step.trajectory().require(LATENTS).shape();
        if (!shape.equals(fresh.trajectory().shape())) {
            throw invalid(
                    LATENTS,
                    "its latents have the shape " + shape + ", not "
                            + fresh.trajectory().shape());
        }
        int steps = step.task().spec().sampling().steps();
        if (!Integer.toString(steps).equals(step.trajectory().metadata().get(STEPS))) {
            throw invalid(STEPS, "its trajectory does not have the " + steps + " steps of its image");
        }
    }

    /** What follows from a last step is its picture, whatever a branch asks for. */
    private static void requireUnchanged(ImageTask parent, ImageTask task) {
        var before = parent.spec();
        var now = task.spec();
        requireSame("prompt", before.prompt(), now.prompt());
        requireSame("negative_prompt", before.negativePrompt(), now.negativePrompt());
        requireSame("prompt_weights", before.promptWeights(), now.promptWeights());
        requireSame(LoraRequest.FIELD, before.loras(), now.loras());
        if (!now.controls().isEmpty()) { // a branch cannot take them over
            requireSame(ControlRequest.FIELD, before.controls(), now.controls());
        }
        requireSame(
                "guidance_scale",
                before.sampling().guidanceScale(),
                now.sampling().guidanceScale());
        requireSame(
                "guidance_rescale",
                before.sampling().guidanceRescale(),
                now.sampling().guidanceRescale());
        requireSame(
                "true_cfg_scale",
                before.sampling().trueCfgScale(),
                now.sampling().trueCfgScale());
    }

    private static void requireSame(String field, @Nullable Object before, @Nullable Object now) {
        if (!Objects.equals(before, now)) {
            var detail = field + " differs from the parent's, but its last step is denoised: nothing would come of it";
            throw Refusal.of(ProblemType.UNSUPPORTED, field, detail);
        }
    }

    private static Refusal invalid(String field, String what) {
        return Refusal.of(ProblemType.INVALID_TENSOR, field, "the parent's step cannot be used: " + what);
    }
}
