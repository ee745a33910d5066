package io.calotype.decoder.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.PromptMeaning;
import io.calotype.contracts.event.Samples;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.image.ImageEncoder;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.pictures.file.Picture;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeaningsTest {

    private static final Tensor POOLED = Tensor.ofFloats(Shape.of(2), new float[] {3, 4});
    private static final Picture PICTURE = new Picture(64, 32, new byte[3 * 64 * 32]);

    @Test
    void tellsThePromptAndWhatItMeans() {
        // When
        var meaning = meaning(latents(POOLED));
        // Then
        assertThat(meaning.prompt()).isEqualTo(Samples.SPEC.prompt());
        assertThat(meaning.embedding()).isNotNull();
        assertThat(meaning.embedding().toArray()).containsExactly(0.6f, 0.8f);
    }

    @Test
    void anOlderDenoiserPassesNoEmbeddingOn() {
        // When
        var meaning = meaning(new ImageTensors(Samples.TASK, Map.of()));
        // Then
        assertThat(meaning.prompt()).isEqualTo(Samples.SPEC.prompt());
        assertThat(meaning.embedding()).isNull();
    }

    @Test
    void refusesAnEmbeddingThatIsNone() {
        // Given
        var flat = latents(Tensor.ofFloats(Shape.of(1, 2), new float[] {3, 4}));
        var endless = latents(Tensor.ofFloats(Shape.of(2), new float[] {3, Float.POSITIVE_INFINITY}));
        var empty = latents(Tensor.ofFloats(Shape.of(2), new float[2]));
        // Then
        assertThatThrownBy(() -> meaning(flat)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> meaning(endless)).isInstanceOf(Refusal.class);
        assertThat(meaning(empty).embedding()).isNull();
    }

    @Test
    void saysWhatThePictureShowsAndHowNearThatIsToThePrompt() {
        // Given
        float[] prompt = new float[384];
        prompt[7] = 2;
        try (var meanings = new Meanings(false, encoder())) {
            // When
            var shown = Objects.requireNonNull(
                    meanings.ofPicture(PICTURE, latents(Tensor.ofFloats(Shape.of(384), prompt))));
            var incomparable = Objects.requireNonNull(meanings.ofPicture(PICTURE, latents(POOLED)));
            // Then
            assertThat(shown.embedding().width()).isEqualTo(384);
            assertThat(shown.promptSimilarity())
                    .isEqualTo((double) shown.embedding().toArray()[7]);
            assertThat(incomparable.embedding()).isEqualTo(shown.embedding());
            assertThat(incomparable.promptSimilarity()).isNull();
            assertThat(meanings.ofPrompt(latents(POOLED))).isNull();
        }
    }

    @Test
    void aPictureIsCompleteWithoutAnEmbedding() {
        // Given
        var without = new Meanings(true, Optional.empty());
        var failing = new Meanings(true, encoder());
        failing.close();
        // Then
        assertThat(without.ofPicture(PICTURE, latents(POOLED))).isNull();
        assertThat(failing.ofPicture(PICTURE, latents(POOLED))).isNull();
    }

    private static Optional<ImageEncoder> encoder() {
        return ImageEncoder.open(ModelPack.open(Path.of("../models/target/packs/pictograms")), SessionSettings.cpu(1));
    }

    private static PromptMeaning meaning(ImageTensors latents) {
        try (var meanings = new Meanings(true, Optional.empty())) {
            return Objects.requireNonNull(meanings.ofPrompt(latents));
        }
    }

    private static ImageTensors latents(Tensor pooled) {
        return new ImageTensors(Samples.TASK, Map.of(ImageTensors.POOLED_PROMPT_EMBEDS, pooled));
    }
}
