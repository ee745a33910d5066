package io.calotype.encoder.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** The picture formats that prompts may begin from, known by their first bytes; each is read by Java alone. */
enum PictureFormat {
    PNG("\u0089PNG\r\n\u001a\n"),
    JPEG("\u00ff\u00d8\u00ff"),
    WEBP("RIFF");

    private static final int LONGEST_START = 12;

    private final String start;

    PictureFormat(String start) {
        this.start = start;
    }

    static Optional<PictureFormat> of(byte[] encoded) {
        var begin = new String(encoded, 0, Math.min(encoded.length, LONGEST_START), ISO_8859_1);
        for (var format : values()) {
            if (begin.startsWith(format.start) && (format != WEBP || begin.endsWith("WEBP"))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    ImageReader reader() {
        try {
            return this == WEBP
                    ? new WebPImageReaderSpi().createReaderInstance()
                    : ImageIO.getImageReadersByFormatName(name()).next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
