package io.calotype.diffusion.messaging;

import static io.calotype.diffusion.messaging.PipelineProbe.EMBEDDINGS;
import static io.calotype.diffusion.messaging.PipelineProbe.LATENTS;
import static io.calotype.diffusion.messaging.PipelineProbe.LIMIT;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageCancelled;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.topic.Topics;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.Health;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The service with the real pack between a real broker and a real store. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class DiffusionIT extends PipelineTestCase {

    @TestHTTPResource("/q/health/ready")
    URI ready;

    @Inject
    ObjectStore store;

    @Inject
    DenoisingPack pack;

    @Test
    void embeddingBecomesLatentsWithProgressOnTheWay() {
        // Given
        var image = image(4, 3, 7);
        // When
        probe.send(image);
        // Then
        var record = probe.await(LATENTS, image.id());
        var denoised = ImageTensors.parse(ByteBuffer.wrap(record.value()));
        assertThat(PipelineProbe.type(record)).isEqualTo(EventTypes.IMAGE_DENOISED);
        assertThat(denoised.task().spec()).isEqualTo(image.task().spec());
        assertThat(denoised.task().timings().stages()).containsOnlyKeys(Stage.DENOISE);
        denoised.require("latents")
                .requireShape("latents", DType.F32, 16, 16, 16)
                .requireFinite("latents");
        assertThat(denoised.require("pooled_prompt_embeds"))
                .isEqualTo(image.tensors().get("pooled_prompt_embeds"));
        var progress = probe.await(Topics.PROGRESS, 4, image.id()).stream()
                .map(step -> Events.imageProgress(PipelineProbe.event(step)))
                .toList();
        assertThat(progress).extracting(ImageProgress::step).containsExactly(1, 2, 3, 4);
        assertThat(progress).extracting(ImageProgress::stage).containsOnly(Stage.DENOISE);
        for (var step : List.of(progress.get(0), progress.get(3))) {
            assertThat(step.previewType()).isEqualTo("image/jpeg");
            assertThat(step.preview()).hasSizeBetween(100, 8192);
        }
    }

    @Test
    void imagesTogetherShareCallsAndAreTheBytesOfImagesAlone() {
        // Given
        var images = IntStream.range(0, 6)
                .mapToObj(i -> image(8 + i, i % 2 == 0 ? 3 : 1, 100 + i))
                .toList();
        double callsBefore = metric("calotype_denoise_batch_images_count");
        double imagesBefore = metric("calotype_denoise_batch_images_sum");
        // When
        images.forEach(probe::send);
        var together = images.stream().map(image -> probe.latents(image, 0)).toList();
        double calls = metric("calotype_denoise_batch_images_count") - callsBefore;
        double shared = metric("calotype_denoise_batch_images_sum") - imagesBefore;
        var alone = new ArrayList<>();
        for (var image : images) {
            probe.send(image);
            alone.add(probe.latents(image, 1));
        }
        // Then
        assertThat(shared / calls).isGreaterThan(2);
        assertThat(together).isEqualTo(alone);
    }

    @Test
    void cancelledImageStopsAtTheNextStep() {
        // Given
        var image = image(500, 3, 8);
        probe.send(image);
        probe.await(Topics.PROGRESS, image.id());
        // When
        var begin = Instant.now();
        probe.cancel(image.id());
        // Then
        var record = probe.await(Topics.IMAGES, image.id());
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(2));
        assertThat(Events.imageCancelled(PipelineProbe.event(record)))
                .isEqualTo(new ImageCancelled(image.id(), image.task().origin()));
    }

    @Test
    void imageCancelledBeforeItCameIsNotBegun() {
        // Given
        var image = image(500, 3, 8);
        var heard = image(500, 1, 9);
        var nonsense = "no event".getBytes(StandardCharsets.UTF_8);
        probe.topics().send(Topics.CANCELLATIONS, heard.id().promptId(), nonsense);
        probe.cancel(image.id());
        probe.send(heard);
        probe.cancel(heard.id());
        probe.await(Topics.IMAGES, heard.id());
        // When
        probe.send(image);
        // Then
        var record = probe.await(Topics.IMAGES, image.id());
        assertThat(PipelineProbe.type(record)).isEqualTo(EventTypes.IMAGE_CANCELLED);
    }

    @Test
    void cancelledAfterItsEndStaysWhatItIs() {
        // Given
        var image = image(500, 1, 10);
        var failed = image.task().image().failed(new Problem(ProblemType.INTERNAL, "no memory", Stage.DECODE, null));
        probe.cancel(image.id());
        store.putIfAbsent("ends/" + image.id(), failed.toJson(), "application/json", Map.of());
        // When
        probe.send(image);
        // Then
        var told = probe.await(Topics.IMAGES, image.id());
        assertThat(PipelineProbe.type(told)).isEqualTo(EventTypes.IMAGE_FAILED);
        assertThat(told.value()).isEqualTo(failed.event().getData().toBytes());
    }

    @Test
    void whatAnEarlierTryStoredForAnImageThatHasEndedIsRemoved() {
        // Given
        var image = image(2, 1, 13);
        var requested = image.task().image();
        var work = String.join("/", "denoise", image.task().packDigest(), requested.digest());
        var left = "claims/" + image.id() + "/" + Sha256.hex(work.getBytes(StandardCharsets.UTF_8)) + ".safetensors";
        store.putIfAbsent(left, new byte[1], "application/octet-stream", Map.of());
        store.putIfAbsent("ends/" + image.id(), requested.cancelled().toJson(), "application/json", Map.of());
        // When
        probe.send(image);
        // Then
        await().atMost(LIMIT).until(() -> store.stat(left).isEmpty());
    }

    @Test
    void aReplayAfterTheCancellationIsForgottenStillEndsCancelled() {
        // Given
        var image = image(2, 1, 12);
        var cancelled = image.task().image().cancelled();
        store.putIfAbsent("ends/" + image.id(), cancelled.toJson(), "application/json", Map.of());
        // When
        int partition = probe.send(image);
        var next = Stream.generate(() -> image(2, 1, 11))
                .filter(other -> probe.send(other) == partition)
                .findFirst()
                .orElseThrow();
        // Then
        var seen = new ArrayList<String>();
        probe.topics().await(LATENTS, 1, LIMIT, record -> {
            seen.add(record.key());
            return record.key().equals(next.id().toString());
        });
        assertThat(seen).doesNotContain(image.id().toString());
        assertThat(PipelineProbe.type(probe.await(Topics.IMAGES, image.id()))).isEqualTo(EventTypes.IMAGE_CANCELLED);
    }

    @Test
    void recordThatCannotBeParsedIsADeadLetter() {
        // Given
        var id = image(2, 1, 13).id();
        // When
        probe.topics().send(EMBEDDINGS, id.toString(), "not tensors".getBytes(StandardCharsets.UTF_8));
        // Then
        var letter = probe.await(Topics.deadLetters(EMBEDDINGS), id);
        assertThat(letter.value()).asString().isEqualTo("not tensors");
        assertThat(PipelineProbe.type(probe.await(Topics.IMAGES, id))).isEqualTo(EventTypes.IMAGE_FAILED);
    }

    @Test
    void isReadyAndSaysWhichPackItHas() {
        Health.assertReady(
                ready, "\"model\"", "object store", "\"failed\": 0", pack.pack().digest());
    }

    private EmbeddedImage image(int steps, double guidance, long seed) {
        return EmbeddedImage.of(pack.pack().digest(), steps, guidance, seed);
    }

    private static double metric(String name) {
        return get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }
}
