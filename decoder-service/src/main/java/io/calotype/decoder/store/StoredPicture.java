package io.calotype.decoder.store;

/**
 * A picture in the object store.
 *
 * @param sha256 of its bytes, in lower-case hex
 * @param size in bytes
 */
public record StoredPicture(String key, String sha256, long size) {}
