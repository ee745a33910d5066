package io.calotype.gateway.store;

import java.io.InputStream;

/**
 * A stored picture, open for reading.
 *
 * @param size bytes
 * @param bytes to be closed by who reads it
 */
public record PictureObject(InputStream bytes, long size, String contentType) {}
