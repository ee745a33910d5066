package io.calotype.pictures.file;

import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.picture.PixelRows;
import io.calotype.inference.picture.Pixels;
import java.nio.ByteBuffer;
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

    /** Copies a picture, opaque as it is. */
    public static Picture of(PixelRows picture) {
        int width = picture.width();
        byte[] rgb = new byte[3 * width * picture.height()];
        int[] line = new int[width];
        for (int y = 0, i = 0; y < picture.height(); y++) {
            picture.read(y, line);
            for (int pixel : line) {
                rgb[i++] = (byte) (pixel >>> 16);
                rgb[i++] = (byte) (pixel >>> 8);
                rgb[i++] = (byte) pixel;
            }
        }
        return new Picture(width, picture.height(), rgb);
    }

    /** Reads U8 {@code [height, width, 3]}. */
    public static Picture of(Tensor pixels) {
        pixels.requireShape("pixels", DType.U8, -1, -1, 3);
        byte[] rgb = new byte[pixels.data().remaining()];
        pixels.data().get(rgb);
        return new Picture((int) pixels.shape().dim(1), (int) pixels.shape().dim(0), rgb);
    }

    /** Returns the picture as U8 {@code [height, width, 3]}, a view of its pixels. */
    public Tensor tensor() {
        return new Tensor(DType.U8, Shape.of(height, width, 3), ByteBuffer.wrap(rgb));
    }

    @Override
    public void read(int row, int[] argb) {
        for (int x = 0, i = 3 * row * width; x < width; x++, i += 3) {
            argb[x] = Pixels.pixel(
                    Byte.toUnsignedInt(rgb[i]), Byte.toUnsignedInt(rgb[i + 1]), Byte.toUnsignedInt(rgb[i + 2]));
        }
    }

    /**
     * Quantises one value as diffusers does, nominally -1 to 1.
     *
     * @throws ArithmeticException if it is NaN or infinite
     */
    public static byte quantise(float x) {
        if (!Float.isFinite(x)) {
            throw new ArithmeticException("the decoded picture has a value that is not finite");
        }
        float unit = Math.min(1f, Math.max(0f, x / 2 + 0.5f));
        return (byte) (unit * 255 + 0.5); // in double precision, and so as Math.round, in a third of the time
    }
}
