package io.calotype.inference.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {

    /** A WebP of 2x2 pixels without loss: red, green, blue, and half a white. */
    private static final String WEBP = "UklGRjAAAABXRUJQVlA4TCMAAAAvAUAAEB8gEEjeHzqN+RcQFPwfnYCg6LrlImYPwg0YIvofAgA=";

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_4BYTE_ABGR,
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_BYTE_INDEXED
            })
    void readsColours(int type) throws IOException {
        // Given
        var image = new BufferedImage(2, 1, type);
        image.setRGB(0, 0, 0xFFFF0000);
        image.setRGB(1, 0, 0xFF00FF00);
        // When
        var pixels = TestPictures.read("image", encoded(image, "png"));
        // Then
        assertThat(pixels.argb()).containsExactly(0xFFFF0000, 0xFF00FF00);
    }

    @ParameterizedTest
    @CsvSource({"10, 100, 100", "11, 25700, 100"}) // 8 and 16 bits
    void readsGrayAsItIsStored(int type, int sample, int expected) throws IOException {
        // Given
        var image = new BufferedImage(1, 1, type);
        image.getRaster().setSample(0, 0, 0, sample);
        // When
        var pixels = TestPictures.read("image", encoded(image, "png"));
        // Then
        assertThat(pixels.red(0)).isEqualTo(expected);
        assertThat(pixels.luma(0)).isEqualTo(expected);
    }

    @Test
    void readsOneBit() throws IOException {
        // Given
        var two = new IndexColorModel(1, 2, new byte[] {0, -1}, new byte[] {0, -1}, new byte[] {0, -1});
        var image = new BufferedImage(8, 1, BufferedImage.TYPE_BYTE_BINARY, two);
        image.setRGB(3, 0, 0xFFFFFFFF);
        // When
        var pixels = TestPictures.read("mask_image", encoded(image, "png"));
        // Then
        assertThat(pixels.luma(2)).isZero();
        assertThat(pixels.luma(3)).isEqualTo(255);
    }

    @Test
    void readsJpeg() throws IOException {
        // Given
        var image = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 16 * 8; i++) {
            image.setRGB(i % 16, i / 16, 0x4080C0);
        }
        // When
        var pixels = TestPictures.read("image", encoded(image, "jpg"));
        // Then
        assertThat(pixels.width()).isEqualTo(16);
        assertThat(pixels.height()).isEqualTo(8);
        assertThat(pixels.red(0)).isCloseTo(0x40, org.assertj.core.api.Assertions.within(3));
        assertThat(pixels.blue(0)).isCloseTo(0xC0, org.assertj.core.api.Assertions.within(3));
    }

    @Test
    void readsWebp() {
        assertThat(TestPictures.read("image", Base64.getDecoder().decode(WEBP)).argb())
                .containsExactly(0xFFFF0000, 0xFF00FF00, 0xFF0000FF, 0x80FFFFFF);
    }

    @Test
    void laysOnWhite() {
        // Given
        var pixels = new Pixels(3, 1, new int[] {0x00FF0000, 0x80000000, 0xFF123456});
        // When
        var laid = pixels.map(Pixels::onWhite);
        // Then
        assertThat(pixels.hasTransparency()).isTrue();
        assertThat(laid.hasTransparency()).isFalse();
        assertThat(laid.toPixels().argb()).containsExactly(0xFFFFFFFF, 0xFF7F7F7F, 0xFF123456);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GIF89a", "<svg/>", "RIFF....WAVE"})
    void refusesWhatIsNoPicture(String bytes) {
        assertThatThrownBy(() -> TestPictures.read("image", bytes.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isInstanceOf(Refusal.class)
                .hasMessage("INVALID_PARAMETER: image is no PNG, JPEG or WebP picture");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "webp"})
    void refusesWhatIsDamaged(String format) throws IOException {
        // Given
        var image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        var whole = format.equals("webp") ? Base64.getDecoder().decode(WEBP) : encoded(image, format);
        // Then: half a picture is none, and no changed byte gets through as anything but a picture or a refusal
        for (int length = 0; length < whole.length; length++) {
            var cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> TestPictures.read("image", cut)).isInstanceOf(Refusal.class);
            var changed = whole.clone();
            changed[length] ^= (byte) 0xA5;
            assertReadOrRefused(changed);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesAPhotographThatWasCutOff(boolean progressive) throws IOException {
        // Given
        var image = new BufferedImage(256, 256, BufferedImage.TYPE_INT_RGB);
        var noise = new Random(1);
        for (int i = 0; i < 256 * 256; i++) {
            image.setRGB(i % 256, i / 256, noise.nextInt());
        }
        var whole = jpeg(image, progressive);
        var half = Arrays.copyOf(whole, whole.length / 2);
        // Then
        assertThat(TestPictures.read("image", whole).width()).isEqualTo(256);
        assertThatThrownBy(() -> TestPictures.read("image", half))
                .hasMessage("INVALID_PARAMETER: image cannot be read as JPEG");
    }

    @Test
    void refusesWhatIsTooLongBeforeItIsRead() throws IOException {
        assertThatThrownBy(() -> TestPictures.read("image", new PngFile(16_385, 1, 1, 0).whole()))
                .hasMessage("LIMIT_EXCEEDED: image is 16385x1; a side has at most 16384");
    }

    @Test
    void refusesWhatIsTooLargeBeforeItIsRead() throws IOException {
        assertThatThrownBy(() -> TestPictures.read(
                        "mask_image", new PngFile(Integer.MAX_VALUE, Integer.MAX_VALUE, 8, 2).whole()))
                .isInstanceOf(Refusal.class)
                .hasMessage("LIMIT_EXCEEDED: mask_image has 4611686014132420609 pixels; at most 16777216");
    }

    private static void assertReadOrRefused(byte[] encoded) {
        try {
            assertThat(TestPictures.read("image", encoded).argb()).isNotEmpty();
        } catch (Refusal refusal) {
            assertThat(refusal.problem().field()).isEqualTo("image");
        }
    }

    private static byte[] jpeg(BufferedImage image, boolean progressive) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        var bytes = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        }
        writer.dispose();
        return bytes.toByteArray();
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        var bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }
}
