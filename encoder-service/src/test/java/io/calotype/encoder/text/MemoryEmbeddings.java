package io.calotype.encoder.text;

import io.calotype.messaging.store.BestEffortStore;
import io.calotype.messaging.store.StoreUnavailable;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A store of embeddings that forgets, or is away. */
final class MemoryEmbeddings implements BestEffortStore {

    final ConcurrentHashMap<String, byte[]> objects = new ConcurrentHashMap<>();
    volatile boolean away;

    @Override
    public Optional<byte[]> get(String key, long limit) {
        requireThere();
        return Optional.ofNullable(objects.get(key));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes, String contentType) {
        requireThere();
        return objects.putIfAbsent(key, bytes) == null;
    }

    @Override
    public void put(String key, byte[] bytes, String contentType) {
        requireThere();
        objects.put(key, bytes);
    }

    private void requireThere() {
        if (away) {
            throw new StoreUnavailable("away", null);
        }
    }
}
