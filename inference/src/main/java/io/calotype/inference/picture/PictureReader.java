package io.calotype.inference.picture;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.OutputFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Decodes PNG, JPEG and WebP whose headers were read before, so that what they take is known. */
public final class PictureReader {

    private PictureReader() {}

    /**
     * Decodes a picture, the first one of an animation.
     *
     * @param field the prompt's field, for messages
     * @param header what {@link PictureHeader#of} read of it
     * @throws Refusal INVALID_PARAMETER if it is damaged or cut off
     */
    public static PixelRows read(String field, PictureHeader header, byte[] encoded) {
        var reader = reader(header.format());
        try (var stream = stream(header.format(), encoded)) {
            reader.setInput(stream, true, true);
            reader.addIIOReadWarningListener(PictureReader::requireWhole);
            requireSame(header, reader);
            return new UprightRows(header, Raster8.of(reader.read(0)));
        } catch (IOException | RuntimeException e) {
            // Decoders meet damage with all kinds of exceptions; none of their words are for the sender.
            throw PictureHeader.damaged(field, header.format());
        } finally {
            reader.dispose();
        }
    }

    /** The JDK's readers skip what they are told to ignore, and stop where a file ends. */
    private static ImageInputStream stream(OutputFormat format, byte[] encoded) {
        return format == OutputFormat.WEBP
                ? new WebpStream(WebpFile.read(ByteBuffer.wrap(encoded)).withoutMetadata())
                : new ByteArrayImageInputStream(encoded);
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
}
