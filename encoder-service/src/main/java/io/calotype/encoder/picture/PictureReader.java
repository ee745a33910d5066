package io.calotype.encoder.picture;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.OutputFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads PNG, JPEG and WebP into upright pixels; how large a picture is, is known before anything is allocated for it. */
final class PictureReader {

    private PictureReader() {}

    /**
     * Reads a picture, the first one of an animation.
     *
     * @param field the prompt's field, for messages
     * @throws Refusal INVALID_PARAMETER if it is none or damaged, LIMIT_EXCEEDED if it has too many pixels
     */
    static Pixels read(String field, byte[] encoded) {
        var format = OutputFormat.ofSignature(encoded)
                .orElseThrow(() -> unreadable(field, field + " is no PNG, JPEG or WebP picture"));
        var reader = reader(format);
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            reader.setInput(stream, true, true);
            requireBounded(field, reader);
            return upright(reader.read(0), Orientation.of(encoded));
        } catch (Refusal refusal) {
            throw refusal;
        } catch (IOException | RuntimeException e) {
            // Decoders meet damage with all kinds of exceptions; none of their words are for the sender.
            throw unreadable(field, field + " cannot be read as " + format);
        } finally {
            reader.dispose();
        }
    }

    /** The JDK's own, and for WebP one in Java: what strangers send is not for native code that the JDK does not keep up to date. */
    private static ImageReader reader(OutputFormat format) {
        try {
            return format == OutputFormat.WEBP
                    ? new WebPImageReaderSpi().createReaderInstance()
                    : ImageIO.getImageReadersByFormatName(format.jsonName()).next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireBounded(String field, ImageReader reader) throws IOException {
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > Limits.MAX_PICTURE_PIXELS) {
            throw Refusal.of(
                    ProblemType.LIMIT_EXCEEDED,
                    field,
                    field + " has " + pixels + " pixels; at most " + Limits.MAX_PICTURE_PIXELS);
        }
    }

    private static Pixels upright(BufferedImage stored, Orientation orientation) {
        int storedWidth = stored.getWidth();
        int storedHeight = stored.getHeight();
        int width = orientation.turned() ? storedHeight : storedWidth;
        int height = orientation.turned() ? storedWidth : storedHeight;
        var source = Raster8.of(stored);
        int[] argb = new int[width * height];
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++, i++) {
                argb[i] = source.applyAsInt(orientation.column(x, y, storedWidth), orientation.row(x, y, storedHeight));
            }
        }
        return new Pixels(width, height, argb);
    }

    private static Refusal unreadable(String field, String detail) {
        return Refusal.of(ProblemType.INVALID_PARAMETER, field, detail);
    }
}
