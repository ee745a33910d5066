package io.calotype.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.ImageSize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialPictureTest {

    @ParameterizedTest
    @CsvSource({"1024, 1024, 256x256", "64, 96, 64x96", "1024, 96, 256x96"})
    void itIsNoLargerThanItMustBe(int width, int height, String size) {
        assertThat(TrialPicture.size(new ImageSize(width, height))).hasToString(size);
    }
}
