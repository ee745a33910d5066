package io.calotype.contracts.spec;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The file formats a picture can be stored in. */
public enum OutputFormat {
    PNG("png", "image/png"),
    JPEG("jpg", "image/jpeg"),
    WEBP("webp", "image/webp");

    /** The number of first bytes that identify a file's format. */
    public static final int SIGNATURE_BYTES = 12;

    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG_SIGNATURE = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

    private final String extension;
    private final String contentType;

    OutputFormat(String extension, String contentType) {
        this.extension = extension;
        this.contentType = contentType;
    }

    /** Returns the end of a file's name, without the dot. */
    public String extension() {
        return extension;
    }

    /** Returns the media type. */
    public String contentType() {
        return contentType;
    }

    /** Returns the name in JSON: {@code png}, {@code jpeg} or {@code webp}. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a name as in JSON. */
    public static OutputFormat parse(String name) {
        for (var format : values()) {
            if (format.jsonName().equals(name)) {
                return format;
            }
        }
        throw Refusal.of(
                ProblemType.INVALID_PARAMETER, "output_format", "output_format must be one of png, jpeg, webp");
    }

    /** Returns a file's format by its first bytes, whatever its name or sender claims; empty if it is none of these. */
    public static Optional<OutputFormat> ofSignature(byte[] head) {
        if (startsWith(head, PNG_SIGNATURE)) {
            return Optional.of(PNG);
        }
        if (startsWith(head, JPEG_SIGNATURE)) {
            return Optional.of(JPEG);
        }
        boolean webp = head.length >= SIGNATURE_BYTES && hasAscii(head, 0, "RIFF") && hasAscii(head, 8, "WEBP");
        return webp ? Optional.of(WEBP) : Optional.empty();
    }

    private static boolean startsWith(byte[] head, byte[] signature) {
        int length = signature.length;
        return head.length >= length && Arrays.equals(head, 0, length, signature, 0, length);
    }

    private static boolean hasAscii(byte[] head, int at, String text) {
        return text.equals(new String(head, at, text.length(), StandardCharsets.US_ASCII));
    }
}
