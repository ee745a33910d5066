package io.calotype.upscaler.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.calotype.contracts.event.DecodedPicture;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.ImageMeaning;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PromptMeaning;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.event.Safety;
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
import io.calotype.contracts.topic.Topics;
import io.calotype.pictures.file.Picture;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records as the decoder writes them. */
record Drawn(String promptId, ImageSize size, int upscale, String source, String request) {

    static final String PROMPT = "a secret apple";
    static final String DIGEST = "d".repeat(64);

    static Drawn of(String promptId) {
        return new Drawn(promptId, new ImageSize(96, 64), 2, "/test", "a".repeat(64));
    }

    Drawn enlarged(int times) {
        return new Drawn(promptId, size, times, source, request);
    }

    Drawn sized(int width, int height) {
        return new Drawn(promptId, new ImageSize(width, height), upscale, source, request);
    }

    /** The same image as another request asks for it. */
    Drawn askedBy(String anotherSource, String anotherRequest) {
        return new Drawn(promptId, size, upscale, anotherSource, anotherRequest);
    }

    RequestedImage image() {
        return new RequestedImage(new ImageId(promptId, 0), Origin.of(promptId, source), request);
    }

    private ImageTask task(OutputFormat format) {
        var spec = new GenerationSpec(
                PROMPT,
                "",
                PromptWeights.OFF,
                size,
                Samples.sampling(12, 3, new Seed(7)),
                format,
                "pictograms",
                5,
                upscale,
                null,
                Adapters.NONE);
        var timings = StageTimings.none().with(Stage.DECODE, Duration.ofMillis(3), Duration.ofMillis(4));
        return new ImageTask(image(), spec, DIGEST, Instant.now(), timings);
    }

    /** Smooth stripes. */
    Picture picture() {
        byte[] rgb = new byte[3 * size.width() * size.height()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (128 + 100 * Math.sin((i / 3 % size.width()) / 7.0 + i % 3));
        }
        return new Picture(size.width(), size.height(), rgb);
    }

    ProducerRecord<String, byte[]> in(OutputFormat format) {
        var meaning = new PromptMeaning(PROMPT, Samples.VECTOR);
        var shown = new ImageMeaning(Samples.VECTOR, 0.5);
        var drawn = new DecodedPicture(task(format), picture().tensor(), "1.2.0", Safety.PASSED, meaning, shown);
        return record(drawn.toTensors().toSafetensors());
    }

    ProducerRecord<String, byte[]> record(byte[] value) {
        var record = new ProducerRecord<>(Topics.UPSCALES, promptId + "/0", value);
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        promptId + "/0/decode",
                        "ce_source",
                        "/calotype",
                        "ce_type",
                        EventTypes.IMAGE_DECODED,
                        "content-type",
                        "application/vnd.safetensors")
                .forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        return record;
    }
}
