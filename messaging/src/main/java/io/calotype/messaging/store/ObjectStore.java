package io.calotype.messaging.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The object store as the stages need it: any S3 with conditional PUT.
 *
 * <p>Calls block. While the infrastructure is to blame (unreachable, 5xx, no rights), writes are repeated until they succeed or the
 * process stops, which throws {@link io.calotype.messaging.lifecycle.GivenBack}. Reads are repeated for a few seconds and then throw
 * {@link io.calotype.messaging.lifecycle.Postponed}. A key that the store refuses although it answers for others, or that has failed
 * for {@code calotype.store.give-up-after} meanwhile, is an {@link ObjectRefusedException}.
 */
public interface ObjectStore {

    /** The bucket that all keys are in. */
    String bucket();

    /**
     * Writes an object unless there is one of that key ({@code If-None-Match: *}).
     *
     * @return whether this call wrote the object; false leaves the stored one as it is
     */
    boolean putIfAbsent(String key, byte[] bytes, String contentType, Map<String, String> userMetadata);

    /** What is stored under a key, without its bytes. */
    Optional<StoredObject> stat(String key);

    /**
     * The bytes of an object, read only when it is no larger than {@code limit} bytes.
     *
     * @throws ObjectTooLargeException when the stored object is larger than the limit
     */
    Optional<byte[]> get(String key, long limit);

    /** The keys that begin with a prefix; for prefixes that few keys have. */
    List<String> list(String prefix);

    /** Removes an object; absent is fine. */
    void delete(String key);

    /** Whether the bucket answers now; never retries. */
    boolean isReachable();

    /** The rights that this process lacked in the last minute, such as {@code PutObject images/*}. */
    Set<String> missingRights();
}
