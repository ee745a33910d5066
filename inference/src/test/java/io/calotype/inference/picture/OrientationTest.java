package io.calotype.inference.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {

    /** The tag, and the letters of the picture {@code ABC/DEF} as they are stored, by rows. */
    @ParameterizedTest
    @CsvSource({
        "0, ABC/DEF", "1, ABC/DEF", "2, CBA/FED", "3, FED/CBA", "4, DEF/ABC",
        "5, AD/BE/CF", "6, CF/BE/AD", "7, FC/EB/DA", "8, DA/EB/FC", "9, ABC/DEF"
    })
    void turnsBack(int tag, String stored) {
        // Given
        var rows = stored.split("/", -1);
        var orientation = Orientation.of(tag);
        var upright = new StringBuilder();
        // When
        for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 3; x++) {
                upright.append(
                        rows[orientation.row(x, y, rows.length)].charAt(orientation.column(x, y, rows[0].length())));
            }
        }
        // Then
        assertThat(upright).hasToString("ABCDEF");
    }

    @Test
    void isReadFromAPhotographsExif() throws IOException {
        // Given
        var image = new java.awt.image.BufferedImage(4, 2, java.awt.image.BufferedImage.TYPE_INT_RGB);
        var jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", jpeg);
        // When
        var pixels = TestPictures.read("image", withOrientation(jpeg.toByteArray(), 6));
        // Then
        assertThat(pixels.width()).isEqualTo(2);
        assertThat(pixels.height()).isEqualTo(4);
    }

    /** Puts an APP1 segment with one big-endian TIFF directory of one entry behind the start of the picture. */
    private static byte[] withOrientation(byte[] jpeg, int tag) {
        var tiff = ByteBuffer.allocate(26)
                .put("MM".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) tag)
                .putShort((short) 0)
                .putInt(0);
        var exif = ByteBuffer.allocate(jpeg.length + 36)
                .put(jpeg, 0, 2)
                .putShort((short) 0xFFE1)
                .putShort((short) 34)
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
                .put(tiff.flip())
                .put(jpeg, 2, jpeg.length - 2);
        return exif.array();
    }
}
