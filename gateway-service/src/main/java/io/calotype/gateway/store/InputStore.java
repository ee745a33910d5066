package io.calotype.gateway.store;

import io.minio.PutObjectArgs;
import io.minio.StatObjectArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** The pictures that clients brought, under keys made of their content; calls block, and throw {@link StoreAway}. */
@ApplicationScoped
public class InputStore {

    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_FOUND = 404;

    private final Bucket bucket;

    InputStore(Bucket bucket) {
        this.bucket = bucket;
    }

    /** Stores an input; a key that exists is left alone, since it names the same bytes. */
    public void keep(String key, String contentType, Bytes content) {
        if (isThere(key)) {
            return;
        }
        bucket.unless(PRECONDITION_FAILED, key, () -> {
            try (var bytes = content.open()) {
                return bucket.client()
                        .putObject(PutObjectArgs.builder().bucket(bucket.name()).object(key).stream(
                                        bytes, content.size(), -1)
                                .contentType(contentType)
                                .headers(Map.of("If-None-Match", "*"))
                                .build());
            }
        });
    }

    private boolean isThere(String key) {
        return bucket.unless(NOT_FOUND, key, () -> {
                    var args = StatObjectArgs.builder().bucket(bucket.name()).object(key);
                    return bucket.client().statObject(args.build());
                })
                .isPresent();
    }
}
