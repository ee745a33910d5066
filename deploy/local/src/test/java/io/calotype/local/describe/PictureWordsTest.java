package io.calotype.local.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import io.calotype.inference.pack.ModelPack;
import io.calotype.local.failure.LocalFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PictureWordsTest {

    private static final Path MODELS =
            Path.of(System.getProperty("calotype.root", "../..")).resolve("models");
    private static final ModelPack PICTOGRAMS = ModelPack.open(MODELS.resolve("pictograms"));

    @Test
    void allWordsComeNearestFirst() throws IOException {
        // When
        var words = PictureWords.nearestFirst(PICTOGRAMS, "apple.png", ApplePhoto.png());
        // Then
        assertThat(words).extracting(PictureWords.Word::word).contains("apple", "tomato", "house");
        assertThat(words).isSortedAccordingTo((a, b) -> Double.compare(b.similarity(), a.similarity()));
    }

    @Test
    void whatIsNoPictureIsRefused() {
        assertThatThrownBy(() ->
                        PictureWords.nearestFirst(PICTOGRAMS, "pom.xml", "<project/>".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Refusal.class)
                .hasMessage("INVALID_PARAMETER: pom.xml is no PNG, JPEG or WebP picture");
    }

    @Test
    void aPackWithoutVocabularyDescribesNothing() {
        // Given
        var pack = ModelPack.draft(MODELS.resolve("fixtures/packs/sd15"), "sd15");
        // Then
        assertThatThrownBy(() -> PictureWords.nearestFirst(pack, "apple.png", ApplePhoto.png()))
                .isInstanceOf(LocalFailure.class)
                .hasMessage("sd15 has no vocabulary to describe pictures with");
    }
}
