package io.calotype.gateway.store;

/**
 * What is stored of an image.
 *
 * @param key the object's key
 * @param etag changes with the bytes: their sha256 in hexadecimal where it is known
 */
public record PictureStat(String key, String etag) {}
