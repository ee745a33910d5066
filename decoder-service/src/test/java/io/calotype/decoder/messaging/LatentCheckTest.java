package io.calotype.decoder.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.pack.ModelPack;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatentCheckTest {

    private static final Tensor POOLED = Tensor.ofFloats(Shape.of(2), new float[] {3, 4});

    private final ModelPack pack = ModelPack.find(Path.of("../models/target/packs"), "pictograms");

    @Test
    void tellsThePromptAndWhatItMeans() {
        // When
        var meaning = new LatentCheck(pack, () -> true).check(record(POOLED)).meaning();
        // Then
        assertThat(meaning).isNotNull();
        assertThat(meaning.prompt()).isEqualTo(Latents.PROMPT);
        assertThat(meaning.embedding()).isNotNull();
        assertThat(meaning.embedding().toArray()).containsExactly(0.6f, 0.8f);
    }

    @Test
    void tellsNothingOfThePromptWhereTheOperatorDoesNotWantIt() {
        assertThat(new LatentCheck(pack, () -> false).check(record(POOLED)).meaning())
                .isNull();
    }

    @Test
    void anOlderDenoiserPassesNoEmbeddingOn() {
        // Given
        var task = new Latents("p-1", pack.digest()).task(OutputFormat.PNG);
        var record = new ImageTensors(task, Map.of("latents", Latents.tensor()));
        // When
        var meaning = new LatentCheck(pack, () -> true).check(record).meaning();
        // Then
        assertThat(meaning).isNotNull();
        assertThat(meaning.prompt()).isEqualTo(Latents.PROMPT);
        assertThat(meaning.embedding()).isNull();
    }

    @Test
    void refusesAnEmbeddingThatIsNone() {
        // Given
        var check = new LatentCheck(pack, () -> true);
        var flat = Tensor.ofFloats(Shape.of(1, 2), new float[] {3, 4});
        var endless = Tensor.ofFloats(Shape.of(2), new float[] {3, Float.POSITIVE_INFINITY});
        // Then
        assertThatThrownBy(() -> check.check(record(flat))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> check.check(record(endless))).isInstanceOf(Refusal.class);
        assertThat(check.check(record(Tensor.ofFloats(Shape.of(2), new float[2])))
                        .meaning())
                .hasFieldOrPropertyWithValue("embedding", null);
    }

    private ImageTensors record(Tensor pooled) {
        var task = new Latents("p-1", pack.digest()).task(OutputFormat.PNG);
        return new ImageTensors(task, Map.of("latents", Latents.tensor(), ImageTensors.POOLED_PROMPT_EMBEDS, pooled));
    }
}
