package io.calotype.messaging.store;

import java.util.Map;

/**
 * What the store says of an object.
 *
 * @param size bytes
 * @param userMetadata names in lower case without the {@code x-amz-meta-} prefix
 */
public record StoredObject(String key, long size, String contentType, Map<String, String> userMetadata) {
    /** Copies the metadata. */
    public StoredObject {
        userMetadata = Map.copyOf(userMetadata);
    }
}
