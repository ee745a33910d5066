package io.calotype.decoder.picture;

import io.calotype.inference.picture.PixelRows;
import io.calotype.inference.picture.Pixels;
import java.nio.FloatBuffer;

/**
 * A decoded picture: 8-bit RGB, rows from the top, {@code 3 * width * height} bytes.
 *
 * <p>The pixels are not copied: the picture takes ownership of them.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Picture(int width, int height, byte[] rgb) implements PixelRows {

    /** Checks that the pixels fill the picture exactly. */
    public Picture {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "%d bytes are not a picture of %dx%d".formatted(rgb.length, width, height));
        }
    }

    /**
     * Quantises a decoder's output as diffusers does: {@code round(clamp(x / 2 + 0.5, 0, 1) * 255)}.
     *
     * @param planes {@code [3, height, width]}, nominally -1 to 1
     * @throws ArithmeticException if a value is NaN or infinite
     */
    public static Picture fromPlanes(FloatBuffer planes, int width, int height) {
        int plane = width * height;
        byte[] rgb = new byte[3 * plane];
        for (int channel = 0; channel < 3; channel++) {
            for (int i = 0; i < plane; i++) {
                rgb[3 * i + channel] = quantise(planes.get(channel * plane + i));
            }
        }
        return new Picture(width, height, rgb);
    }

    @Override
    public void read(int row, int[] argb) {
        for (int x = 0, i = 3 * row * width; x < width; x++, i += 3) {
            argb[x] = Pixels.pixel(
                    Byte.toUnsignedInt(rgb[i]), Byte.toUnsignedInt(rgb[i + 1]), Byte.toUnsignedInt(rgb[i + 2]));
        }
    }

    private static byte quantise(float x) {
        if (!Float.isFinite(x)) {
            throw new ArithmeticException("the decoded picture has a value that is not finite");
        }
        float unit = Math.min(1f, Math.max(0f, x / 2 + 0.5f));
        return (byte) (unit * 255 + 0.5); // in double precision, and so as Math.round, in a third of the time
    }
}
