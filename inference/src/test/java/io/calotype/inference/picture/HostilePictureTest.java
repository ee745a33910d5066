package io.calotype.inference.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.calotype.contracts.problem.Refusal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that are meant to cost much: each is read or refused, and neither takes memory that its picture does not need. */
class HostilePictureTest {

    private static final int BOMB = 96 << 20;
    private static final long ALLOWED = 8 << 20;
    private static final long PICTURE_LIMIT = 256 << 20; // a changed header may say a larger size, within the limits
    private static final String WEBP = "UklGRjAAAABXRUJQVlA4TCMAAAAvAUAAEB8gEEjeHzqN+RcQFPwfnYCg6LrlImYPwg0YIvofAgA=";
    private static final String ONE_COLOUR_WEBP =
            "UklGRi4AAABXRUJQVlA4TCIAAAAv/8F/AAdQjyIXpf8BgUCyv/cMRfQ/4z//+c9//vOf//wf";
    private static final Map<String, String> TEXTS = Map.of(
            "zTXt", "Comment\0\0", //
            "iTXt", "Comment\0\1\0\0\0",
            "iCCP", "Profile\0\0");

    @ParameterizedTest
    @CsvSource({"zTXt, 2", "iTXt, 2", "iCCP, 2", "zTXt, 3", "iTXt, 3", "iCCP, 3"})
    void whatAPngsTextsAndProfilesInflateToIsNotAskedFor(String type, int colour) {
        // Given
        int row = 1 + (colour == 2 ? 3 * 64 : 64);
        var png = new PngFile(64, 64, 8, colour)
                .with(type, PngFile.compressed(TEXTS.get(type), BOMB))
                .with("PLTE", new byte[3 * 256])
                .with("IDAT", PngFile.compressed("", row * 64))
                .whole();
        // Then
        assertThat(allocatedFor(png)).isLessThan(ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 1 << 30, Integer.MAX_VALUE, -1})
    void aColourProfileThatSaysItIsLargeIsNotReadFromAWebp(int size) {
        // Given
        var picture = Base64.getDecoder().decode(WEBP);
        var file = ByteBuffer.allocate(picture.length + 18 + 136).order(ByteOrder.LITTLE_ENDIAN);
        file.put(picture, 0, 12).put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10);
        file.put((byte) 0x20).put(new byte[3]).put(new byte[] {1, 0, 0, 1, 0, 0});
        file.put("ICCP".getBytes(StandardCharsets.US_ASCII)).putInt(128).put(profile(size));
        file.put(picture, 12, picture.length - 12).putInt(4, file.capacity() - 8);
        // Then
        assertThat(TestPictures.read("image", file.array()).argb()).hasSize(4);
        assertThat(allocatedFor(file.array())).isLessThan(ALLOWED);
    }

    @Test
    void aWebpWithFewerBitsThanItsSizeNeedsIsRefusedAtItsEnd() throws IOException {
        // Given
        var file = ByteBuffer.wrap(encoded("webp")).order(ByteOrder.LITTLE_ENDIAN);
        int version = file.getInt(21) & ~0xFFFFFFF;
        file.putInt(21, version | 1023 << 14 | 1023);
        // Then
        assertThatThrownBy(() -> TestPictures.read("image", file.array())).isInstanceOf(Refusal.class);
        assertThat(allocatedFor(file.array())).isLessThan(ALLOWED);
    }

    @Test
    void aWebpOfOneColourNeedsHardlyAnyBits() {
        // Given
        var file = Base64.getDecoder().decode(ONE_COLOUR_WEBP);
        // Then
        assertThat(TestPictures.read("image", file).argb()).hasSize(512 * 512).containsOnly(0xFFC81E28);
        assertThat(allocatedFor(file)).isLessThan(ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 1000})
    void manyScansAreRefused(int scans) throws IOException {
        // Given
        var photograph = encoded("jpg");
        var file = ByteBuffer.allocate(photograph.length + 2 * scans).put(photograph, 0, photograph.length - 2);
        for (int i = 0; i < scans; i++) {
            file.putShort((short) 0xFFDA);
        }
        // Then
        assertThat(allocatedFor(file.putShort((short) 0xFFD9).array())).isLessThan(ALLOWED);
    }

    @Property(tries = 400)
    void changedBytesAreReadOrRefused(
            @ForAll("formats") String format, @ForAll @Size(max = 6) List<@IntRange(max = 1 << 20) Integer> changes)
            throws IOException {
        // Given
        var file = encoded(format);
        changes.forEach(change -> file[(change >> 8) % file.length] = (byte) (int) change);
        // Then
        assertThat(allocatedFor(file)).isLessThan(PICTURE_LIMIT);
    }

    @Property(tries = 400)
    void anyBytesBehindASignatureAreRefusedOrRead(
            @ForAll("formats") String format, @ForAll @Size(max = 200) byte[] rest) throws IOException {
        // Given
        var file = Arrays.copyOf(encoded(format), 12 + rest.length);
        System.arraycopy(rest, 0, file, 12, rest.length);
        // Then
        assertThat(allocatedFor(file)).isLessThan(ALLOWED);
    }

    @Property(tries = 400)
    void anyExifIsRead(@ForAll @Size(max = 64) byte[] rest, @ForAll boolean big) {
        // Given
        var tiff = ByteBuffer.allocate(2 + rest.length)
                .putShort((short) (big ? 0x4D4D : 0x4949))
                .put(rest);
        // Then
        assertThat(Exif.orientation(tiff.flip())).isNotNull();
    }

    @Provide
    Arbitrary<String> formats() {
        return Arbitraries.of("png", "jpg", "webp");
    }

    /** Bytes that reading or refusing a file allocates, most of them for a moment. */
    private static long allocatedFor(byte[] file) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            assertThat(TestPictures.read("image", file).argb()).isNotEmpty();
        } catch (Refusal refusal) {
            assertThat(refusal.problem().field()).isEqualTo("image");
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static byte[] profile(int size) {
        var profile = ByteBuffer.allocate(128).putInt(size).putInt(0).putInt(0x04000000);
        profile.put("mntrRGB XYZ ".getBytes(StandardCharsets.US_ASCII));
        return profile.putInt(36, 0x61637370).array();
    }

    private static byte[] encoded(String format) throws IOException {
        if (format.equals("webp")) {
            return Base64.getDecoder().decode(WEBP);
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), format, bytes);
        return bytes.toByteArray();
    }
}
