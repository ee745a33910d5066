package io.calotype.encoder.picture;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.OutputFormat;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** Reads PNG, JPEG and WebP into upright pixels; how large a picture is, is known before anything is allocated for it. */
final class PictureReader {

    private PictureReader() {}

    /**
     * Reads a picture, the first one of an animation.
     *
     * @param field the prompt's field, for messages
     * @throws Refusal INVALID_PARAMETER if it is none, damaged or cut off, LIMIT_EXCEEDED if it has too many pixels
     */
    static Pixels read(String field, byte[] encoded) {
        var header = PictureHeader.of(field, encoded);
        var reader = reader(header.format());
        try (var stream = new ByteArrayImageInputStream(withoutMetadata(header.format(), encoded))) {
            reader.setInput(stream, true, true);
            reader.addIIOReadWarningListener(PictureReader::requireWhole);
            requireSame(header, reader);
            return upright(reader.read(0), header.orientation());
        } catch (IOException | RuntimeException e) {
            // Decoders meet damage with all kinds of exceptions; none of their words are for the sender.
            throw PictureHeader.damaged(field, header.format());
        } finally {
            reader.dispose();
        }
    }

    /** The JDK's readers skip what they are told to ignore. */
    private static byte[] withoutMetadata(OutputFormat format, byte[] encoded) {
        return format == OutputFormat.WEBP
                ? WebpFile.read(ByteBuffer.wrap(encoded)).withoutMetadata()
                : encoded;
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

    /** A JPEG that was cut off is decoded with gray in place of the rest, and a warning. */
    private static void requireWhole(ImageReader reader, String warning) {
        if (warning.contains("Truncated") || warning.contains("premature end")) {
            throw new IllegalArgumentException(warning);
        }
    }

    /** The reader makes room for the size that it reads itself. */
    private static void requireSame(PictureHeader header, ImageReader reader) throws IOException {
        if (reader.getWidth(0) != header.width() || reader.getHeight(0) != header.height()) {
            throw new IllegalArgumentException("a size that the headers do not say");
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
}
