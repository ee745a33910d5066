package io.calotype.pictures.file;

import io.calotype.contracts.spec.OutputFormat;

/** A rule that writes a picture and its provenance as a file: the same input gives the same bytes. */
public interface PictureFileEncoder {

    /** Returns the bytes of a complete file. */
    byte[] encode(Picture picture, Provenance provenance);

    /** Returns the encoder of a format. */
    static PictureFileEncoder of(OutputFormat format) {
        return switch (format) {
            case PNG -> new PngEncoder();
            case JPEG -> new JpegEncoder();
            case WEBP -> new WebpEncoder();
        };
    }
}
