package io.calotype.encoder.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PackDefaults;
import io.calotype.inference.picture.Orientation;
import io.calotype.inference.picture.PictureHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureSizeTest {
    private static final PackDefaults PACK =
            new PackDefaults("p", new ImageSize(512, 512), 20, 7, 0, "euler", "", OutputFormat.PNG, 0.8, 64);

    /** The picture, what the prompt says, and the image. */
    @ParameterizedTest
    @CsvSource({
        "512, 512, , , 512x512",
        "64, 64, , , 512x512",
        "4000, 3000, , , 576x448",
        "3000, 4000, , , 448x576",
        "4096, 64, , , 2048x64",
        "400, 300, 256, , 256x192",
        "400, 300, , 384, 512x384",
        "400, 300, 128, 640, 128x640"
    })
    void keepsProportions(int width, int height, @Nullable Integer wanted, @Nullable Integer high, String expected) {
        // Given
        var picture = new PictureHeader(OutputFormat.PNG, width, height, 0, Orientation.UPRIGHT);
        // Then
        assertThat(PictureSize.of(picture, wanted, high, PACK)).hasToString(expected);
    }
}
