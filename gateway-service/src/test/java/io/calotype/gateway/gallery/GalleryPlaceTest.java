package io.calotype.gateway.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GalleryPlaceTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

    @Test
    void nearestFirstThenNewestThenByIndex() {
        // Given
        var near = new GalleryPlace(0.9, NOON.minusSeconds(60), new ImageId("a", 0));
        var newest = new GalleryPlace(0.1, NOON, new ImageId("b", 0));
        var second = new GalleryPlace(0.1, NOON, new ImageId("b", 1));
        var oldest = new GalleryPlace(0.1, NOON.minusSeconds(60), new ImageId("c", 0));
        // Then
        assertThat(Stream.of(oldest, second, near, newest).sorted()).containsExactly(near, newest, second, oldest);
    }

    @Test
    void comesBackFromItsCursor() {
        // Given
        var place = new GalleryPlace(1 / 3.0, NOON, new ImageId("a:b~c", 15));
        // Then
        assertThat(GalleryPlace.parse(place.cursor())).isEqualTo(place);
        assertThat(place.cursor()).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AAAA", "MSBhIGIvMA", "MQ", "MSAyMDI2LTExLTIzVDEyOjAwOjAwWiBi"})
    void refusesWhatIsNoCursor(String cursor) {
        assertThatThrownBy(() -> GalleryPlace.parse(cursor))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().field()).isEqualTo("cursor"));
    }
}
