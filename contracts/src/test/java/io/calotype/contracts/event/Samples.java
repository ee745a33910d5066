package io.calotype.contracts.event;

import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PackDefaults;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Sampling;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.tensor.UnitVector;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events and what is in them, for the tests of every module. */
public final class Samples {
    public static final ImageId ID = new ImageId("apple-7", 1);
    public static final Origin ORIGIN = new Origin(
            "apple-7", "/shop/labels", "order-12", StrictJson.object().put("order", 12), null);
    public static final PackDefaults PACK = new PackDefaults(
            "pictograms", new ImageSize(256, 256), 20, 3.0, 0.25, "euler", "", OutputFormat.PNG, 0.7, 16);
    public static final Sampling SAMPLING =
            new Sampling(12, 4.5, 0, 1, "euler", Seed.parse("18446744073709551615"), null);
    public static final GenerationSpec SPEC = new GenerationSpec(
            "a red apple",
            "blurry",
            PromptWeights.A1111,
            new ImageSize(256, 192),
            SAMPLING,
            OutputFormat.WEBP,
            "pictograms",
            7);
    public static final RequestedImage IMAGE = new RequestedImage(ID, ORIGIN, "a".repeat(64));
    public static final ImageTask TASK = new ImageTask(
            IMAGE,
            SPEC,
            "d".repeat(64),
            Instant.parse("2026-11-23T12:00:00.123456Z"),
            StageTimings.none().with(Stage.ENCODE, Duration.ofMillis(3), Duration.ofMillis(40)));

    /** An image that branched off, and keeps steps of its own. */
    public static final ImageTask BRANCH = new ImageTask(
            IMAGE,
            new GenerationSpec(
                    "a green apple",
                    "blurry",
                    PromptWeights.OFF,
                    new ImageSize(256, 192),
                    SAMPLING.withParent(new ParentStep(new ImageId("pear-1", 15), 9, "e".repeat(64)))
                            .withKeepSteps(5),
                    OutputFormat.PNG,
                    "pictograms",
                    5),
            "d".repeat(64),
            TASK.requestedAt(),
            TASK.timings());

    public static final UnitVector VECTOR = UnitVector.of(
                    "sample", Tensor.ofFloats(Shape.of(4), new float[] {1, 1, 1, -1}))
            .orElseThrow();
    public static final PromptMeaning MEANING = new PromptMeaning(SPEC.prompt(), VECTOR);
    public static final ImageMeaning SHOWN = new ImageMeaning(VECTOR, 0.5);
    public static final StoredPicture PICTURE =
            new StoredPicture("calotype", "images/apple-7/1.webp", "a".repeat(64), 1234, "image/webp", Safety.MARKED);

    /** What an enlarged picture was drawn as. */
    public static final StoredPicture ORIGINAL = new StoredPicture(
            "calotype", "images/apple-7/1.original.webp", "b".repeat(64), 123, "image/webp", Safety.MARKED);

    private Samples() {}

    /** The same image, to be made twice as wide and high once it is drawn. */
    public static ImageTask upscaled(ImageTask task) {
        return new ImageTask(
                task.image(), upscaled(task.spec()), task.packDigest(), task.requestedAt(), task.timings());
    }

    /** The same picture, to be made twice as wide and high once it is drawn. */
    public static GenerationSpec upscaled(GenerationSpec spec) {
        return new GenerationSpec(
                spec.prompt(),
                spec.negativePrompt(),
                spec.promptWeights(),
                spec.size(),
                spec.sampling(),
                spec.outputFormat(),
                spec.model(),
                spec.priority(),
                2,
                spec.hires(),
                spec.adapters());
    }

    /** Steps with the pack's own scheduler, from noise. */
    public static Sampling sampling(int steps, double guidanceScale, Seed seed) {
        return new Sampling(steps, guidanceScale, 0, 1, "", seed, null);
    }

    /** A picture of an apple, as PNG, by the pictograms. */
    public static GenerationSpec spec(ImageSize size, Sampling sampling) {
        return new GenerationSpec(
                "a secret apple", "", PromptWeights.OFF, size, sampling, OutputFormat.PNG, "pictograms", 5);
    }

    /** An image that no stage has seen. */
    public static ImageTask task(ImageId id, GenerationSpec spec, String packDigest) {
        var image = new RequestedImage(id, Origin.of(id.promptId(), "/test"), "a".repeat(64));
        return new ImageTask(image, spec, packDigest, Instant.EPOCH, StageTimings.none());
    }

    /** A stored image with or without meanings. */
    public static StoredImage storedImage(@Nullable PromptMeaning prompt, @Nullable ImageMeaning shown) {
        return new StoredImage(
                ID, ORIGIN, "pictograms", "digest", SPEC.size(), SAMPLING, TASK.timings(), PICTURE, prompt, shown);
    }
}
