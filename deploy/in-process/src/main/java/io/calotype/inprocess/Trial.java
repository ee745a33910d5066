package io.calotype.inprocess;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.OutputRequest;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.event.SamplingRequest;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.Seed;
import io.calotype.inference.pack.ModelPack;
import io.calotype.pictures.file.Picture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One picture, step by step.
 *
 * @param latents after each step
 * @param stepTime processor time of all steps
 * @param decodeTime that of the VAE
 */
record Trial(List<float[]> latents, Picture picture, Duration stepTime, Duration decodeTime) {

    private static final long SLOT_BYTES = 64L << 20;

    Trial {
        latents = List.copyOf(latents);
    }

    /** Makes a picture from the seed 1. */
    static Trial of(ModelPack pack, InProcessPipeline pipeline, String prompt, int steps) {
        var task = task(pack, prompt, steps);
        var spec = task.spec();
        var image = pipeline.begin(task, pipeline.condition(prompt, spec.negativePrompt()));
        var latents = new ArrayList<float[]>();
        var start = ProcessorTime.used();
        try (var denoiser = pipeline.denoiser(SLOT_BYTES)) {
            while (!image.done()) {
                denoiser.step(List.of(image));
                latents.add(image.trajectory().latents().clone());
            }
        }
        var denoised = ProcessorTime.used();
        var picture = pipeline.decode(image.trajectory().latents(), spec.size());
        return new Trial(
                latents, picture, denoised.minus(start), ProcessorTime.used().minus(denoised));
    }

    private static ImageTask task(ModelPack pack, String prompt, int steps) {
        var id = new ImageId("trial", 0);
        var sampling = new SamplingRequest(steps, null, null, null, null, Seed.parse("1"));
        var parameters = new PromptParameters(
                prompt, null, null, OutputRequest.DEFAULTS, sampling, null, Limits.DEFAULT_PRIORITY, null);
        var image = new RequestedImage(id, Origin.of(id.promptId(), "/calotype/trial"), null);
        return new ImageTask(
                image, parameters.resolve(pack.defaults(), id), pack.digest(), Instant.EPOCH, StageTimings.none());
    }

    /** How far the latents are from another trial's after a step, relative, as root mean square. */
    double awayAfter(int step, Trial exact) {
        float[] own = latents.get(step);
        float[] others = exact.latents().get(step);
        double away = 0;
        double size = 0;
        for (int i = 0; i < own.length; i++) {
            away += Math.pow(own[i] - others[i], 2);
            size += Math.pow(others[i], 2);
        }
        return Math.sqrt(away / size);
    }
}
