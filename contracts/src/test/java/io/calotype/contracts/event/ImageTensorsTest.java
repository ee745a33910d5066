package io.calotype.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.tensor.SafetensorsWriter;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageTensorsTest {
    private final Tensor latents = Tensor.ofFloats(Shape.of(1, 2, 2), new float[] {1, 2, 3, 4});

    @Test
    void comesBackWithItsTask() {
        // Given
        var sent = new ImageTensors(Samples.TASK, Map.of("latents", latents));
        // When
        var received = ImageTensors.parse(ByteBuffer.wrap(sent.toSafetensors()));
        // Then
        assertThat(received).isEqualTo(sent);
        assertThat(received.require("latents").toFloatArray()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void carriesThePackDigestInTheOpen() {
        // When
        var file = SafetensorsReader.read(
                ByteBuffer.wrap(new ImageTensors(Samples.TASK, Map.of("latents", latents)).toSafetensors()));
        // Then
        assertThat(file.metadata()).containsKey("calotype").containsEntry("pack_digest", Samples.TASK.packDigest());
    }

    @Test
    void survivesClocksThatDiffer() {
        // Given
        var timings = StageTimings.none().with(Stage.DENOISE, Duration.ofMillis(-5), Duration.ofMillis(7));
        var sent = new ImageTensors(Samples.TASK.with(timings), Map.of());
        // Then
        assertThat(ImageTensors.parse(ByteBuffer.wrap(sent.toSafetensors()))
                        .task()
                        .timings()
                        .stages())
                .containsExactly(Map.entry(Stage.DENOISE, new StageTimings.Timing(0, 7)));
    }

    @Test
    void refusesTensorsWithoutTask() {
        // Given
        var file = SafetensorsWriter.write(new Safetensors(Map.of(), Map.of("latents", latents)));
        // Then
        assertThatThrownBy(() -> ImageTensors.parse(ByteBuffer.wrap(file)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("without their task");
    }
}
