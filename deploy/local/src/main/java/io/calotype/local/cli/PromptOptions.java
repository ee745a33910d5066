package io.calotype.local.cli;

import io.calotype.contracts.event.OutputRequest;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.SamplingRequest;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Hires;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.LoraRequest;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Seed;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what a picture is to be; what is not given takes the model pack's default. */
final class PromptOptions {

    @Parameters(paramLabel = "PROMPT", description = "What the picture is to show.")
    String prompt = "";

    @Option(names = "--negative", paramLabel = "TEXT", description = "What it is not to show.")
    @Nullable
    String negative;

    @Option(
            names = "--prompt-weights",
            paramLabel = "RULE",
            description = "How words get weights: a1111 reads (word:1.2), compel reads (word)1.2; off.")
    @Nullable
    String promptWeights;

    @Option(names = "--seed", paramLabel = "N", description = "Of the first picture; the next take the next seeds.")
    @Nullable
    String seed;

    @Option(names = "--steps", paramLabel = "N", description = "Denoising steps.")
    @Nullable
    Integer steps;

    @Option(names = "--guidance", paramLabel = "G", description = "How strongly the prompt pulls; 1 or less is off.")
    @Nullable
    Double guidance;

    @Option(
            names = "--guidance-rescale",
            paramLabel = "R",
            description = "0 to 1: how far guidance keeps the prompt's own contrast.")
    @Nullable
    Double guidanceRescale;

    @Option(
            names = "--true-cfg",
            paramLabel = "G",
            description = "How strongly the negative prompt pushes, for Flux; 1 or less is off.")
    @Nullable
    Double trueCfg;

    @Option(names = "--size", paramLabel = "WxH", description = "In pixels.")
    @Nullable
    String size;

    @Option(
            names = "--hires",
            paramLabel = "SCALE",
            description = "A second pass at a size this many times as wide and high, from the first: 1.5, 2.")
    @Nullable
    Double hires;

    @Option(names = "--hires-steps", paramLabel = "N", description = "Its steps. Default: those of the first.")
    @Nullable
    Integer hiresSteps;

    @Option(names = "--hires-strength", paramLabel = "S", description = "How far it leaves the first. Default: 0.7.")
    @Nullable
    Double hiresStrength;

    @Option(names = "--upscale", paramLabel = "N", description = "Enlarge it N times by a model once it is drawn.")
    @Nullable
    Integer upscale;

    @Option(names = "-n", paramLabel = "N", description = "How many pictures, 1 to 16.")
    int images = 1;

    @Option(
            names = "--scheduler",
            paramLabel = "NAME",
            description = "The noise schedule, such as dpmpp_2m_karras or \"DPM++ 2M Karras\".")
    @Nullable
    String scheduler;

    @Option(names = "--model", paramLabel = "NAME", description = "The model pack.")
    @Nullable
    String model;

    @Option(
            names = "--lora",
            paramLabel = "NAME[=S]",
            description = "A LoRA of the model, and its strength, -4 to 4; may come several times. Default: 1.")
    List<String> loras = List.of();

    @Option(
            names = "--keep-steps",
            paramLabel = "N",
            description = "Keep every Nth step, and the last, for ./calotype branch; 1 keeps all.")
    @Nullable
    Integer keepSteps;

    private @Nullable Hires hires() {
        if (hires == null && (hiresSteps != null || hiresStrength != null)) {
            throw new IllegalArgumentException(
                    (hiresSteps != null ? "--hires-steps" : "--hires-strength") + " needs --hires");
        }
        return hires == null ? null : new Hires(hires, hiresSteps, hiresStrength);
    }

    /** Checks everything against the limits; a refusal names field, value and limit. */
    PromptParameters parameters(@Nullable OutputFormat format) {
        var pixels = size == null ? null : ImageSize.parse(size);
        var output = new OutputRequest(
                pixels == null ? null : pixels.width(),
                pixels == null ? null : pixels.height(),
                images,
                format,
                upscale,
                hires());
        var sampling = new SamplingRequest(
                        steps, guidance, guidanceRescale, trueCfg, scheduler, seed == null ? null : Seed.parse(seed))
                .withKeepSteps(keepSteps);
        var weights = promptWeights == null ? null : PromptWeights.parse(promptWeights);
        return new PromptParameters(prompt, negative, weights, output, sampling, model, Limits.DEFAULT_PRIORITY, null)
                .withMore(loras.stream().map(PromptOptions::lora).toList());
    }

    private static LoraRequest lora(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return new LoraRequest(text, 1, null);
        }
        try {
            return new LoraRequest(text.substring(0, equals), Double.parseDouble(text.substring(equals + 1)), null);
        } catch (NumberFormatException e) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER,
                    LoraRequest.FIELD,
                    "the strength in --lora is no number, such as 0.8");
        }
    }
}
