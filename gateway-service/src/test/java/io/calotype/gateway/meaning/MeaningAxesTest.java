package io.calotype.gateway.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.tensor.UnitVector;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeaningAxesTest {

    @Test
    void theFirstAxisIsThatOfTheGreatestDifference() {
        // Given
        var meanings = List.of(vector(1, 3, 0), vector(1, -3, 0), vector(1, 0, 1), vector(1, 0, -1));
        // When
        var axes = MeaningAxes.of(meanings);
        // Then
        assertThat(axes.place(meanings.get(0)).x()).isCloseTo(1, within(1e-6));
        assertThat(axes.place(meanings.get(1)).x()).isCloseTo(-1, within(1e-6));
        assertThat(axes.place(meanings.get(2)).x()).isCloseTo(0, within(1e-6));
        assertThat(axes.place(meanings.get(2)).y()).isCloseTo(0.7453, within(1e-3));
        assertThat(axes.place(meanings.get(3)).y()).isCloseTo(-0.7453, within(1e-3));
    }

    @Test
    void allWordsLieFromMinusOneToOneAndTheFarthestAtTheEdge() {
        // Given
        var meanings = random(51, 384);
        // When
        var axes = MeaningAxes.of(meanings);
        // Then
        var places = meanings.stream().map(axes::place).toList();
        assertThat(places).allSatisfy(place -> assertThat(Math.max(Math.abs(place.x()), Math.abs(place.y())))
                .isLessThanOrEqualTo(1));
        assertThat(places.stream()
                        .mapToDouble(place -> Math.max(Math.abs(place.x()), Math.abs(place.y())))
                        .max())
                .hasValueCloseTo(1.0, within(1e-9));
    }

    @Test
    void theSameWordsHaveTheSamePlaces() {
        // Given
        var meanings = random(51, 384);
        // Then
        var once = MeaningAxes.of(meanings);
        var again = MeaningAxes.of(meanings);
        assertThat(meanings.stream().map(once::place).toList())
                .isEqualTo(meanings.stream().map(again::place).toList());
    }

    @Test
    void oneWordOrEqualWordsLieInTheMiddle() {
        assertThat(MeaningAxes.of(List.of(vector(1, 2))).place(vector(1, 2))).isEqualTo(new Point(0, 0));
        assertThat(MeaningAxes.of(List.of(vector(1, 2), vector(1, 2))).place(vector(1, 2)))
                .isEqualTo(new Point(0, 0));
    }

    private static List<UnitVector> random(int count, int width) {
        var random = new Random(7);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    var elements = new float[width];
                    for (int j = 0; j < width; j++) {
                        elements[j] = (float) random.nextGaussian();
                    }
                    return vector(elements);
                })
                .toList();
    }

    static UnitVector vector(float... elements) {
        return UnitVector.of("test", Tensor.ofFloats(Shape.of(elements.length), elements))
                .orElseThrow();
    }
}
