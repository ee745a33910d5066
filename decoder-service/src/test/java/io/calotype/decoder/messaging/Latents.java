package io.calotype.decoder.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.event.Samples;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.spec.Adapters;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records as the denoiser writes them. */
record Latents(String promptId, String packDigest, String source, String request, int upscale) {

    static final String TOPIC = "calotype.latents.pictograms";
    static final String PROMPT = "a secret apple";

    private static final Tensor POOLED = Tensor.ofFloats(Shape.of(2), new float[] {3, 4});

    static Latents of(String promptId, String packDigest) {
        return new Latents(promptId, packDigest, "/test", "a".repeat(64), GenerationSpec.NO_UPSCALE);
    }

    /** The same image as another request asks for it. */
    Latents askedBy(String anotherSource, String anotherRequest) {
        return new Latents(promptId, packDigest, anotherSource, anotherRequest, upscale);
    }

    /** The same image, to be enlarged. */
    Latents enlarged(int times) {
        return new Latents(promptId, packDigest, source, request, times);
    }

    RequestedImage image() {
        return new RequestedImage(new ImageId(promptId, 0), Origin.of(promptId, source), request);
    }

    ImageTask task(OutputFormat format) {
        var spec = new GenerationSpec(
                PROMPT,
                "",
                PromptWeights.OFF,
                new ImageSize(128, 64),
                Samples.sampling(12, 3, new Seed(7)),
                format,
                "pictograms",
                5,
                upscale,
                null,
                Adapters.NONE);
        var timings = StageTimings.none()
                .with(Stage.ENCODE, Duration.ofMillis(3), Duration.ofMillis(4))
                .with(Stage.DENOISE, Duration.ofMillis(5), Duration.ofMillis(6));
        return new ImageTask(image(), spec, packDigest, Instant.now(), timings);
    }

    /** Latents of a picture of 128x64: F32 {@code [16, 4, 8]}. */
    static Tensor tensor() {
        var random = new Random(7);
        float[] values = new float[16 * 4 * 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats(Shape.of(16, 4, 8), values);
    }

    ProducerRecord<String, byte[]> denoised(OutputFormat format, Tensor latents) {
        var value = new ImageTensors(
                        task(format), Map.of("latents", latents, ImageTensors.POOLED_PROMPT_EMBEDS, POOLED))
                .toSafetensors();
        return record(EventTypes.IMAGE_DENOISED, value);
    }

    ProducerRecord<String, byte[]> record(String type, byte[] value) {
        var record = new ProducerRecord<>(TOPIC, promptId + "/0", value);
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        promptId + "/0/denoise",
                        "ce_source",
                        "/calotype",
                        "ce_type",
                        type,
                        "content-type",
                        "application/vnd.safetensors")
                .forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        return record;
    }
}
