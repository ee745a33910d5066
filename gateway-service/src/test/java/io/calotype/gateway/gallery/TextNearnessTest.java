package io.calotype.gateway.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.ImageMeaning;
import io.calotype.contracts.event.PromptMeaning;
import io.calotype.contracts.event.Samples;
import io.calotype.contracts.event.StoredImage;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.tensor.UnitVector;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextNearnessTest {

    private static final UnitVector TEXT = vector(1, 0);
    private static final Offset<Double> DUST = Offset.offset(1e-6);

    @Test
    void aPictureCountsByItsPromptAndInEqualPartByWhatItShowsOnTheScaleOfItsModel() {
        // Given: pictures of this model are at 0.4 to their own prompts
        var images = Stream.of(0.35, 0.41, 0.9).map(similarity -> image(TEXT, new ImageMeaning(TEXT, similarity)));
        // When
        var scales = PictureScale.byModel(images);
        // Then
        assertThat(scales).containsExactly(Map.entry("pictograms", 0.4));
        assertThat(nearness(scales, image(TEXT, new ImageMeaning(vector(0.3f, 1), 0.4))))
                .isCloseTo((1 + 0.3 / Math.sqrt(1.09) / 0.4) / 2, DUST);
        assertThat(nearness(scales, image(vector(0, 1), new ImageMeaning(TEXT, 0.4))))
                .isEqualTo(0.5);
    }

    @Test
    void byItsPromptWhereItDoesNotTell() {
        assertThat(nearness(Map.of(), image(vector(1, 1), null))).isCloseTo(Math.sqrt(0.5), DUST);
        assertThat(nearness(Map.of(), image(vector(1, 1), new ImageMeaning(TEXT, null))))
                .isCloseTo(Math.sqrt(0.5), DUST);
    }

    @Test
    void whatCannotBeComparedIsLeftOut() {
        // Given
        var wide = vector(1, 0, 0);
        // Then
        assertThat(new TextNearness(Map.of("pictograms", wide), Map.of()).of(picture(image(TEXT, null))))
                .isEmpty();
        assertThat(new TextNearness(Map.of("other", TEXT), Map.of()).of(picture(image(TEXT, null))))
                .isEmpty();
    }

    private static double nearness(Map<String, Double> scales, StoredImage image) {
        return new TextNearness(Map.of("pictograms", TEXT), scales)
                .of(picture(image))
                .orElseThrow();
    }

    private static GalleryPicture picture(StoredImage image) {
        return new GalleryPicture(image, "a red apple", Instant.EPOCH);
    }

    private static StoredImage image(UnitVector prompt, @Nullable ImageMeaning shown) {
        return Samples.storedImage(new PromptMeaning("a red apple", prompt), shown);
    }

    private static UnitVector vector(float... elements) {
        return UnitVector.of("test", Tensor.ofFloats(Shape.of(elements.length), elements))
                .orElseThrow();
    }
}
