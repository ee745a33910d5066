package io.calotype.contracts.topic;

import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import java.util.regex.Pattern;

/**
 * The location of a value that is too large for its record (CloudEvents extension {@code dataref}).
 *
 * @param dataref a URI of the object, such as {@code s3://calotype/claims/apple-7/0.safetensors}
 * @param sha256 of the object's bytes, 64 hexadecimal digits in lower case
 * @param size of the object in bytes
 */
public record ClaimCheck(String dataref, String sha256, long size) {
    private static final String PREFIX = BucketFolder.CLAIMS.prefix();
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ClaimCheck {
        if (dataref.isEmpty()) {
            throw Refusal.of(ProblemType.MALFORMED_EVENT, "dataref", "dataref is empty");
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw Refusal.of(ProblemType.MALFORMED_EVENT, "datasha256", "datasha256 is not a SHA-256 in hexadecimal");
        }
        if (size < 0) {
            throw Refusal.of(ProblemType.MALFORMED_EVENT, "datasize", "datasize is negative");
        }
    }

    /** Returns what the object keys of an image's values begin with. */
    public static String folder(ImageId id) {
        return PREFIX + id + "/";
    }
}
