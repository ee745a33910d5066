package io.calotype.gateway.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Small pictures, each unlike the others. */
public final class TestPicture {

    private TestPicture() {}

    public static byte[] png(int colour) {
        return picture(colour, "png");
    }

    public static byte[] jpeg(int colour) {
        return picture(colour, "jpg");
    }

    private static byte[] picture(int colour, String format) {
        var image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 3, colour);
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
