package io.calotype.contracts.spec;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.HexFormat;

/**
 * An uploaded picture file, identified by its content.
 *
 * @param format from its first bytes
 * @param sha256 in hexadecimal digits
 */
public record InputPicture(OutputFormat format, String sha256) {
    private static final int BUFFER = 65_536;

    /**
     * Reads a file to its end, keeping nothing of it.
     *
     * @param field what a refusal names
     * @throws Refusal UNSUPPORTED for what is no PNG, JPEG or WebP, LIMIT_EXCEEDED for more than
     *     {@value Limits#MAX_PICTURE_BYTES} bytes
     */
    public static InputPicture read(String field, InputStream bytes) throws IOException {
        var digest = Sha256.newDigest();
        var stream = new DigestInputStream(bytes, digest);
        byte[] head = stream.readNBytes(OutputFormat.SIGNATURE_BYTES);
        var format = OutputFormat.ofSignature(head)
                .orElseThrow(() ->
                        Refusal.of(ProblemType.UNSUPPORTED, field, field + " is neither a PNG nor a JPEG nor a WebP"));
        byte[] buffer = new byte[BUFFER];
        long size = head.length;
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
            size += n;
            if (size > Limits.MAX_PICTURE_BYTES) {
                throw tooLarge(field);
            }
        }
        return new InputPicture(format, HexFormat.of().formatHex(digest.digest()));
    }

    /** Returns where the picture is kept: {@code inputs/<sha256>.<png|jpg|webp>}. */
    public PictureReference reference() {
        return new PictureReference(PictureReference.INPUTS + sha256 + "." + format.extension());
    }

    /** Returns the refusal of a picture that has too many bytes. */
    public static Refusal tooLarge(String field) {
        return Refusal.of(
                ProblemType.LIMIT_EXCEEDED, field, field + " has more than " + Limits.MAX_PICTURE_BYTES + " bytes");
    }
}
