package io.calotype.messaging.store;

import java.util.Optional;

/**
 * The object store for work that can do without it: a call is tried once and takes a few seconds at most.
 *
 * <p>Calls block. They throw {@link StoreUnavailable} when the store is away, slow or denies the call, and for a while after that
 * without a call.
 */
public interface BestEffortStore {

    /**
     * The bytes of an object.
     *
     * @throws ObjectTooLargeException when there are more than {@code limit}
     */
    Optional<byte[]> get(String key, long limit);

    /** Writes an object unless there is one of that key ({@code If-None-Match: *}); tells whether this call wrote it. */
    boolean putIfAbsent(String key, byte[] bytes, String contentType);

    /** Writes an object, in the place of the one that may be there. */
    void put(String key, byte[] bytes, String contentType);
}
