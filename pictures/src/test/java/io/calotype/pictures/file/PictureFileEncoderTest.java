package io.calotype.pictures.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import io.calotype.contracts.spec.OutputFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PictureFileEncoderTest {

    private static final Picture GRADIENT = Samples.gradient(96, 64);

    @ParameterizedTest
    @CsvSource({"PNG, 0", "JPEG, 12", "WEBP, 12"})
    void everyFormatReadsBack(OutputFormat format, int tolerance) throws Exception {
        // Given
        var provenance = Samples.provenance("a red apple", "", format);

        // When
        var image = read(format, PictureFileEncoder.of(format).encode(GRADIENT, provenance));

        // Then
        assertThat(image.getWidth()).isEqualTo(96);
        assertThat(image.getHeight()).isEqualTo(64);
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 96; x++) {
                int rgb = image.getRGB(x, y);
                int at = 3 * (y * 96 + x);
                assertThat(Math.abs((rgb >> 16 & 0xff) - (GRADIENT.rgb()[at] & 0xff)))
                        .isLessThanOrEqualTo(tolerance);
                assertThat(Math.abs((rgb >> 8 & 0xff) - (GRADIENT.rgb()[at + 1] & 0xff)))
                        .isLessThanOrEqualTo(tolerance);
                assertThat(Math.abs((rgb & 0xff) - (GRADIENT.rgb()[at + 2] & 0xff)))
                        .isLessThanOrEqualTo(tolerance);
            }
        }
    }

    /** WebP by libwebp: the other reader on the class path interpolates colours differently. */
    private static BufferedImage read(OutputFormat format, byte[] file) throws IOException {
        var reader = format == OutputFormat.WEBP
                ? new WebPImageReaderSpi().createReaderInstance(null)
                : ImageIO.getImageReadersByFormatName(format.jsonName()).next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file)));
        return reader.read(0);
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void theSameInputGivesTheSameBytes(OutputFormat format) {
        // Given
        var provenance = Samples.provenance("a red apple", "", format);

        // When
        byte[] first = PictureFileEncoder.of(format).encode(GRADIENT, provenance);
        byte[] second = PictureFileEncoder.of(format).encode(GRADIENT, provenance);

        // Then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void pngHoldsBothTexts() throws Exception {
        // Given
        var provenance = Samples.provenance("un café", "", OutputFormat.PNG);

        // When
        byte[] png = new PngEncoder().encode(GRADIENT, provenance);

        // Then
        assertThat(pngText(png, "tEXtEntry", "parameters")).isEqualTo(provenance.parameters());
        assertThat(pngText(png, "tEXtEntry", "calotype")).isEqualTo(provenance.json());
    }

    @Test
    void pngHoldsTextBeyondLatin1() throws Exception {
        // Given
        var provenance = Samples.provenance("りんご 🍎", "", OutputFormat.PNG);

        // When
        byte[] png = new PngEncoder().encode(GRADIENT, provenance);

        // Then
        assertThat(pngText(png, "iTXtEntry", "parameters")).isEqualTo(provenance.parameters());
    }

    @ParameterizedTest
    @EnumSource(names = {"JPEG", "WEBP"})
    void lossyFormatsHoldBothTexts(OutputFormat format) {
        // Given
        var provenance = Samples.provenance("りんご <&> 🍎", "", format);

        // When
        byte[] file = PictureFileEncoder.of(format).encode(GRADIENT, provenance);

        // Then
        assertThat(new String(file, StandardCharsets.ISO_8859_1))
                .contains("UNICODE\0"
                        + new String(
                                provenance.parameters().getBytes(StandardCharsets.UTF_16BE),
                                StandardCharsets.ISO_8859_1));
        assertThat(new String(file, StandardCharsets.UTF_8)).contains("りんご &lt;&amp;&gt; 🍎");
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void holdsTheLongestPrompts(OutputFormat format) throws Exception {
        // Given
        var longest = "\"&".repeat(2000);
        var provenance = Samples.provenance(longest, "🍎".repeat(4000), format);

        // When
        byte[] file = PictureFileEncoder.of(format).encode(GRADIENT, provenance);

        // Then
        assertThat(ImageIO.read(new ByteArrayInputStream(file)).getWidth()).isEqualTo(96);
    }

    private static String pngText(byte[] png, String entry, String keyword) throws Exception {
        var reader = ImageIO.getImageReadersByFormatName("png").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(png)));
        var root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
        var entries = root.getElementsByTagName(entry);
        for (int i = 0; i < entries.getLength(); i++) {
            var node = (IIOMetadataNode) entries.item(i);
            if (node.getAttribute("keyword").equals(keyword)) {
                return node.getAttribute(entry.equals("tEXtEntry") ? "value" : "text");
            }
        }
        throw new AssertionError("no " + entry + " " + keyword);
    }
}
