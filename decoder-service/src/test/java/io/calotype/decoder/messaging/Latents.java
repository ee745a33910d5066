package io.calotype.decoder.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.Samples;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records as the denoiser writes them. */
record Latents(String promptId, String packDigest) {

    static final String TOPIC = "calotype.latents.pictograms";
    static final String PROMPT = "a secret apple";

    private static final Tensor POOLED = Tensor.ofFloats(Shape.of(2), new float[] {3, 4});

    ImageTask task(OutputFormat format) {
        var spec = new GenerationSpec(
                PROMPT, "", new ImageSize(128, 64), Samples.sampling(12, 3, new Seed(7)), format, "pictograms", 5);
        var timings = StageTimings.none()
                .with("encode", Duration.ofMillis(3), Duration.ofMillis(4))
                .with("denoise", Duration.ofMillis(5), Duration.ofMillis(6));
        var id = new ImageId(promptId, 0);
        return new ImageTask(id, Origin.of(promptId, "/test"), spec, packDigest, Instant.now(), timings);
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

    ProducerRecord<String, byte[]> cancelled() {
        var json = """
                {"image_id":"%s/0","prompt_id":"%s","index":0,"source":"/test","metadata":{}}""";
        return record(
                EventTypes.IMAGE_CANCELLED, json.formatted(promptId, promptId).getBytes(UTF_8));
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
                        type.equals(EventTypes.IMAGE_CANCELLED) ? "application/json" : "application/vnd.safetensors")
                .forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        return record;
    }
}
