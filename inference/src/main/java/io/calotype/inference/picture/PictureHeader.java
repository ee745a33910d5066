package io.calotype.inference.picture;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.OutputFormat;
import java.nio.ByteBuffer;

/**
 * What a picture file says of itself before anything is decoded.
 *
 * @param width of the stored picture, before it is turned upright
 * @param height likewise
 * @param decodedBytes the most memory that decoding it takes at a time, on and off the heap
 */
public record PictureHeader(OutputFormat format, int width, int height, long decodedBytes, Orientation orientation) {

    /**
     * Reads a file's headers, to its end, since a file that was cut off is no picture.
     *
     * @param field the prompt's field, for messages
     * @throws Refusal INVALID_PARAMETER if it is no picture or damaged, LIMIT_EXCEEDED if it has too many pixels
     */
    public static PictureHeader of(String field, byte[] encoded) {
        var format = OutputFormat.ofSignature(encoded)
                .orElseThrow(() -> unreadable(field, field + " is no PNG, JPEG or WebP picture"));
        return read(field, format, ByteBuffer.wrap(encoded)).requireBounded(field);
    }

    /** Returns the width of the picture turned upright. */
    public int uprightWidth() {
        return orientation.turned() ? height : width;
    }

    /** Returns the height of the picture turned upright. */
    public int uprightHeight() {
        return orientation.turned() ? width : height;
    }

    private static PictureHeader read(String field, OutputFormat format, ByteBuffer encoded) {
        try {
            return switch (format) {
                case PNG -> PngHeader.read(encoded);
                case JPEG -> JpegHeader.read(encoded);
                case WEBP -> WebpFile.read(encoded).header();
            };
        } catch (RuntimeException e) { // whatever the bytes lead to; none of its words are for the sender
            throw damaged(field, format);
        }
    }

    private PictureHeader requireBounded(String field) {
        long pixels = (long) width * height;
        if (pixels > Limits.MAX_PICTURE_PIXELS) {
            throw tooLarge(field, field + " has " + pixels + " pixels; at most " + Limits.MAX_PICTURE_PIXELS);
        }
        if (Math.max(width, height) > Limits.MAX_PICTURE_SIDE) {
            throw tooLarge(
                    field, field + " is " + width + "x" + height + "; a side has at most " + Limits.MAX_PICTURE_SIDE);
        }
        if (pixels <= 0) {
            throw damaged(field, format);
        }
        return this;
    }

    /** Returns the refusal of a picture that takes too much. */
    public static Refusal tooLarge(String field, String detail) {
        return Refusal.of(ProblemType.LIMIT_EXCEEDED, field, detail);
    }

    /** Returns the refusal of a file of a known format that cannot be decoded. */
    static Refusal damaged(String field, OutputFormat format) {
        return unreadable(field, field + " cannot be read as " + format);
    }

    private static Refusal unreadable(String field, String detail) {
        return Refusal.of(ProblemType.INVALID_PARAMETER, field, detail);
    }
}
