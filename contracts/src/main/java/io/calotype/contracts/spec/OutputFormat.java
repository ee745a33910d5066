package io.calotype.contracts.spec;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.Locale;

/** The file formats a picture can be stored in. */
public enum OutputFormat {
    PNG("png", "image/png"),
    JPEG("jpg", "image/jpeg"),
    WEBP("webp", "image/webp");

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
}
