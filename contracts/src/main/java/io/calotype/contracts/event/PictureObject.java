package io.calotype.contracts.event;

/**
 * Where a picture is stored.
 *
 * @param sha256 of the object's bytes, in hexadecimal
 * @param size of the object in bytes
 */
public record PictureObject(String bucket, String key, String sha256, long size, String contentType) {}
