package io.calotype.contracts.event;

import org.jspecify.annotations.Nullable;

/**
 * A picture in the object store.
 *
 * @param sha256 of the object's bytes, in hexadecimal
 * @param size of the object in bytes
 * @param safety what the safety checker found; null where none looked
 */
public record StoredPicture(
        String bucket,
        String key,
        String sha256,
        long size,
        String contentType,
        @Nullable Safety safety) {

    /** A picture that no safety checker looked at. */
    public StoredPicture(String bucket, String key, String sha256, long size, String contentType) {
        this(bucket, key, sha256, size, contentType, null);
    }
}
