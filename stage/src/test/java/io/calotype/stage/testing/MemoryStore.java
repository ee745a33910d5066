package io.calotype.stage.testing;

import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.store.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** An object store that forgets. */
public class MemoryStore implements ObjectStore {

    /** The objects by key. */
    public final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

    private final Map<String, Map<String, String>> metadata = new ConcurrentHashMap<>();

    /** Whether writes are answered as the second try of a call is whose first answer was lost: the object is there already. */
    public boolean losesAnswers;

    @Override
    public String bucket() {
        return "memory";
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes, String contentType, Map<String, String> userMetadata) {
        metadata.putIfAbsent(key, Map.copyOf(userMetadata));
        return objects.putIfAbsent(key, bytes) == null && !losesAnswers;
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        return get(key, Long.MAX_VALUE)
                .map(bytes -> new StoredObject(key, bytes.length, "", metadata.getOrDefault(key, Map.of())));
    }

    @Override
    public Optional<byte[]> get(String key, long limit) {
        return Optional.ofNullable(objects.get(key));
    }

    @Override
    public List<String> list(String prefix) {
        return objects.tailMap(prefix).keySet().stream()
                .takeWhile(key -> key.startsWith(prefix))
                .toList();
    }

    @Override
    public void delete(String key) {
        metadata.remove(key);
        objects.remove(key);
    }

    @Override
    public Set<String> missingRights() {
        return Set.of();
    }

    @Override
    public boolean isReachable() {
        return true;
    }
}
