package io.calotype.contracts.event;

/**
 * A picture is stored.
 *
 * @param sha256 of the object's bytes, in hexadecimal
 * @param size of the object in bytes
 */
public record ImageCompleted(ImageTask task, String bucket, String key, String sha256, long size, String contentType) {}
