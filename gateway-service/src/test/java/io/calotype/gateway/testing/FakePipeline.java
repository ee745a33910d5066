package io.calotype.gateway.testing;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageCancelled;
import io.calotype.contracts.event.ImageCompleted;
import io.calotype.contracts.event.ImageFailed;
import io.calotype.contracts.event.ImageMeaning;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PromptMeaning;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.event.Samples;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.event.StoredPicture;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Sampling;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.testing.TopicProbe;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says on the topics what the stages would say of an image. */
public final class FakePipeline implements AutoCloseable {

    public static final String SHA256 = "ab".repeat(32);

    private final TopicProbe probe;
    private final String source;

    /** Works for callers without a name. */
    public FakePipeline(String bootstrapServers) {
        this(bootstrapServers, Owners.GATEWAY);
    }

    /** Works on prompts of one source. */
    public FakePipeline(String bootstrapServers, String source) {
        this.probe = new TopicProbe(bootstrapServers);
        this.source = source;
    }

    public void encoded(String promptId, int index, String... tokens) {
        progress(ImageProgress.encoded(task(promptId, index), List.of(tokens)));
    }

    public void encodedInPart(String promptId, int index, String... warnings) {
        progress(ImageProgress.encoded(task(promptId, index), List.of("a", "red", "…"))
                .withWarnings(List.of(warnings)));
    }

    public void denoised(String promptId, int index, int step, int steps) {
        var task = task(promptId, index);
        var preview = new byte[] {(byte) step, 1, 2, 3};
        progress(new ImageProgress(task.id(), task.origin(), Stage.DENOISE, step, steps, preview, "image/jpeg", null));
    }

    public void completed(String promptId, int index) {
        completed(promptId, index, null, null);
    }

    public void completed(String promptId, int index, @Nullable PromptMeaning meaning, @Nullable ImageMeaning shown) {
        var task = task(promptId, index);
        var key = task.id().objectKey(OutputFormat.PNG);
        var object = new StoredPicture("calotype", key, SHA256, 1234, "image/png");
        ended(Events.of(new ImageCompleted(task, object, meaning, shown)), task.id());
    }

    public void enlarging(String promptId, int index, int step, int steps) {
        progress(ImageProgress.of(task(promptId, index), Stage.UPSCALE, step, steps));
    }

    public void enlarged(String promptId, int index) {
        var task = Samples.upscaled(task(promptId, index));
        var key = task.id().objectKey(OutputFormat.PNG);
        var object = new StoredPicture("calotype", key, SHA256, 4321, "image/png");
        var original = new StoredPicture(
                "calotype", task.id().originalKey(OutputFormat.PNG), "cd".repeat(32), 1234, "image/png");
        ended(Events.of(new ImageCompleted(task, object, null, null, original)), task.id());
    }

    public void failed(String promptId, int index, Problem problem) {
        var id = new ImageId(promptId, index);
        ended(Events.of(new ImageFailed(id, Origin.of(promptId, source), problem)), id);
    }

    /** Ends an image in failure, whatever its origin says. */
    public void failed(ImageFailed failed) {
        ended(Events.of(failed), failed.id());
    }

    public void cancelled(String promptId, int index) {
        var id = new ImageId(promptId, index);
        ended(Events.of(new ImageCancelled(id, Origin.of(promptId, source))), id);
    }

    private void progress(ImageProgress progress) {
        send(Topics.PROGRESS, progress.id().toString(), Events.of(progress));
    }

    private void ended(CloudEvent event, ImageId id) {
        send(Topics.IMAGES, id.toString(), event);
    }

    private void send(String topic, String key, CloudEvent event) {
        probe.send(KafkaMessageFactory.<String>createWriter(topic, key).writeBinary(event));
    }

    private ImageTask task(String promptId, int index) {
        var spec = new GenerationSpec(
                "a red apple",
                "",
                PromptWeights.OFF,
                new ImageSize(128, 128),
                new Sampling(8, 3.0, 0, 1, "EulerDiscreteScheduler", new Seed(-1 - index), null),
                OutputFormat.PNG,
                "pictograms",
                5);
        var timings = StageTimings.none().with(Stage.ENCODE, Duration.ofMillis(3), Duration.ofMillis(4));
        var image = new RequestedImage(new ImageId(promptId, index), Origin.of(promptId, source), "a".repeat(64));
        return new ImageTask(image, spec, "digest", Instant.now(), timings);
    }

    @Override
    public void close() {
        probe.close();
    }
}
