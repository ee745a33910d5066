package io.calotype.diffusion.preview;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Colours as a small JPEG, made larger or smaller so that its longer side has {@value #SIDE} pixels. */
public final class PreviewJpeg {

    /** The media type of the bytes. */
    public static final String CONTENT_TYPE = "image/jpeg";

    private static final int SIDE = 128;
    private static final float[] QUALITIES = {0.8f, 0.5f, 0.25f};

    private final int maxBytes;

    /** Previews of at most {@code maxBytes}. */
    public PreviewJpeg(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Encodes colours 0xRRGGBB [height, width]; nothing if even the lowest quality is too large. */
    public Optional<byte[]> encode(int[] colours, int width, int height) {
        var picture = scaled(colours, width, height);
        for (float quality : QUALITIES) {
            var bytes = jpeg(picture, quality);
            if (bytes.length <= maxBytes) {
                return Optional.of(bytes);
            }
        }
        return Optional.empty();
    }

    private static BufferedImage scaled(int[] colours, int width, int height) {
        var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        small.setRGB(0, 0, width, height, colours, 0, width);
        double scale = (double) SIDE / Math.max(width, height);
        int scaledWidth = Math.max(1, (int) Math.round(width * scale));
        int scaledHeight = Math.max(1, (int) Math.round(height * scale));
        var large =
                new BufferedImage(scaledWidth, scaledHeight, BufferedImage.TYPE_3BYTE_BGR); // ImageIO reads it by rows
        var graphics = large.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(small, 0, 0, scaledWidth, scaledHeight, null);
        graphics.dispose();
        return large;
    }

    private static byte[] jpeg(BufferedImage picture, float quality) {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var output = new MemoryCacheImageOutputStream(bytes)) {
            var settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality);
            writer.setOutput(output);
            writer.write(null, new IIOImage(picture, null, null), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
