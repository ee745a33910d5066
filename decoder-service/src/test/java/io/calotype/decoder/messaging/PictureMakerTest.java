package io.calotype.decoder.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PictureMakerTest {

    private static final Tensor POOLED = Tensor.ofFloats(Shape.of(2), new float[] {3, 4});

    @Test
    void tellsThePromptAndWhatItMeans() {
        // When
        var meaning = PictureMaker.meaning(record(POOLED));
        // Then
        assertThat(meaning.prompt()).isEqualTo(Latents.PROMPT);
        assertThat(meaning.embedding()).isNotNull();
        assertThat(meaning.embedding().toArray()).containsExactly(0.6f, 0.8f);
    }

    @Test
    void anOlderDenoiserPassesNoEmbeddingOn() {
        // Given
        var task = Latents.of("p-1", "0".repeat(64)).task(OutputFormat.PNG);
        var record = new ImageTensors(task, Map.of("latents", Latents.tensor()));
        // When
        var meaning = PictureMaker.meaning(record);
        // Then
        assertThat(meaning.prompt()).isEqualTo(Latents.PROMPT);
        assertThat(meaning.embedding()).isNull();
    }

    @Test
    void refusesAnEmbeddingThatIsNone() {
        // Given
        var flat = record(Tensor.ofFloats(Shape.of(1, 2), new float[] {3, 4}));
        var endless = record(Tensor.ofFloats(Shape.of(2), new float[] {3, Float.POSITIVE_INFINITY}));
        var empty = record(Tensor.ofFloats(Shape.of(2), new float[2]));
        // Then
        assertThatThrownBy(() -> PictureMaker.meaning(flat)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> PictureMaker.meaning(endless)).isInstanceOf(Refusal.class);
        assertThat(PictureMaker.meaning(empty).embedding()).isNull();
    }

    private static ImageTensors record(Tensor pooled) {
        var task = Latents.of("p-1", "0".repeat(64)).task(OutputFormat.PNG);
        return new ImageTensors(task, Map.of("latents", Latents.tensor(), ImageTensors.POOLED_PROMPT_EMBEDS, pooled));
    }
}
