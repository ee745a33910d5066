package io.calotype.contracts.event;

/**
 * A picture in the object store.
 *
 * @param sha256 of the object's bytes, in hexadecimal
 * @param size of the object in bytes
 */
public record StoredPicture(String bucket, String key, String sha256, long size, String contentType) {}
