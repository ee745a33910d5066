package io.calotype.local.cli;

import io.calotype.contracts.event.OutputRequest;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.SamplingRequest;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.contracts.spec.Seed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that a branch may change; what is not given is as in its parent. */
final class BranchOptions {

    @Option(names = "--negative", paramLabel = "TEXT", description = "What it is not to show from there on.")
    @Nullable
    String negative;

    @Option(names = "--guidance", paramLabel = "G", description = "How strongly the prompt pulls; 1 or less is off.")
    @Nullable
    Double guidance;

    @Option(
            names = "--scheduler",
            paramLabel = "NAME",
            description = "Another scheduler, if it has a step with as much noise.")
    @Nullable
    String scheduler;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "For the noise from there on, with schedulers that add some.")
    @Nullable
    String seed;

    @Option(names = "-n", paramLabel = "N", description = "How many pictures, 1 to 16, with schedulers that add noise.")
    int images = 1;

    @Option(names = "--keep-steps", paramLabel = "N", description = "Keep every Nth step, and the last, of the branch.")
    @Nullable
    Integer keepSteps;

    @Option(names = "--upscale", paramLabel = "N", description = "Enlarge it N times by a model once it is drawn.")
    @Nullable
    Integer upscale;

    /** Checks everything against the limits; a refusal names field, value and limit. */
    PromptParameters parameters(String prompt, @Nullable OutputFormat format, ParentStep parent) {
        var noise = seed == null ? null : Seed.parse(seed);
        var sampling = new SamplingRequest(null, guidance, null, null, scheduler, noise, parent, keepSteps);
        var output = new OutputRequest(null, null, images, format, upscale);
        return new PromptParameters(prompt, negative, null, output, sampling, null, Limits.DEFAULT_PRIORITY, null);
    }
}
