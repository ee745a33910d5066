package io.calotype.contracts.spec;

import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The picture that a prompt starts from: the key of an object in the pipeline's bucket, or a data URI.
 *
 * @param text an object key that begins with {@code images/}, as those of pictures made here do, or with {@code inputs/}; or
 *     {@code data:image/png;base64,...}, or the same with {@code jpeg} or {@code webp}, of at most
 *     {@value Limits#MAX_INLINE_PICTURE_BYTES} bytes decoded
 */
public record PictureReference(String text) {
    /** The prefix of the keys of uploaded pictures. */
    public static final String INPUTS = BucketFolder.INPUTS.prefix();

    private static final Pattern KEY = Pattern.compile("(?:images|inputs)/[A-Za-z0-9._~:/-]{1,505}");
    private static final int MAX_STEP_LENGTH = 255; // MinIO, and file systems below S3, have no longer names
    private static final Pattern DATA = Pattern.compile("data:image/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]++={0,2}");

    /**
     * Reads a field.
     *
     * @throws Refusal INVALID_PARAMETER or LIMIT_EXCEEDED; it names the field, never the picture
     */
    public static PictureReference parse(String field, String text) {
        if (text.startsWith("data:")) {
            requireData(field, text);
        } else if (!KEY.matcher(text).matches() || hasBadStep(text)) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER,
                    field,
                    field + " must be an object key that begins with images/ or inputs/, or a data URI");
        }
        return new PictureReference(text);
    }

    /** Tells whether this holds the picture itself. */
    public boolean isInline() {
        return text.startsWith("data:");
    }

    /** Returns the encoded picture that this holds; only where it {@link #isInline}. */
    public byte[] bytes() {
        return Base64.getDecoder().decode(text.substring(text.indexOf(',') + 1));
    }

    /** Returns the key of the object; only where it is not {@link #isInline}. */
    public String objectKey() {
        return text;
    }

    /** Returns the same without the bytes that it holds, for those who only remember it. */
    public PictureReference withoutBytes() {
        return isInline() ? new PictureReference(text.substring(0, text.indexOf(',') + 1)) : this;
    }

    /** Returns the key, or a description of the data URI without its bytes. */
    @Override
    public String toString() {
        return isInline() ? text.substring(0, text.indexOf(',')) : text;
    }

    private static void requireData(String field, String uri) {
        if (!DATA.matcher(uri).matches()) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER,
                    field,
                    field + " must begin with data:image/png;base64, or the same with jpeg or webp, and be Base64");
        }
        int digits = uri.length() - uri.indexOf(',') - 1;
        if (digits > Limits.MAX_INLINE_PICTURE_BYTES / 3 * 4) {
            throw Refusal.of(
                    ProblemType.LIMIT_EXCEEDED,
                    field,
                    field + " has " + digits / 4 * 3 + " bytes; at most " + Limits.MAX_INLINE_PICTURE_BYTES
                            + " within an event, larger ones as an object under " + INPUTS);
        }
        requireWhole(field, uri);
    }

    private static void requireWhole(String field, String uri) {
        try {
            Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
        } catch (IllegalArgumentException e) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, field, field + " is not Base64");
        }
    }

    private static boolean hasBadStep(String key) {
        return List.of(key.split("/", -1)).stream()
                .anyMatch(step ->
                        step.isEmpty() || step.length() > MAX_STEP_LENGTH || step.equals(".") || step.equals(".."));
    }
}
