package io.calotype.contracts.event;

import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PackDefaults;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.tensor.UnitVector;
import java.time.Duration;
import java.time.Instant;

/** One image of every kind of event. */
public final class Samples {
    public static final ImageId ID = new ImageId("apple-7", 1);
    public static final Origin ORIGIN = new Origin(
            "apple-7", "/shop/labels", "order-12", StrictJson.object().put("order", 12), null);
    public static final PackDefaults PACK = new PackDefaults(
            "pictograms", new ImageSize(256, 256), 20, 3.0, 0.25, "euler", "", OutputFormat.PNG, 0.7, 16);
    public static final GenerationSpec SPEC = new GenerationSpec(
            "a red apple",
            "blurry",
            new ImageSize(256, 192),
            12,
            4.5,
            0,
            "euler",
            Seed.parse("18446744073709551615"),
            OutputFormat.WEBP,
            "pictograms",
            7,
            null);
    public static final ImageTask TASK = new ImageTask(
            ID,
            ORIGIN,
            SPEC,
            "d".repeat(64),
            Instant.parse("2026-11-23T12:00:00.123456Z"),
            StageTimings.none().with("encode", Duration.ofMillis(3), Duration.ofMillis(40)));

    public static final UnitVector VECTOR = UnitVector.of(
                    "sample", Tensor.ofFloats(Shape.of(4), new float[] {1, 1, 1, -1}))
            .orElseThrow();
    public static final PromptMeaning MEANING = new PromptMeaning(SPEC.prompt(), VECTOR);

    private Samples() {}
}
