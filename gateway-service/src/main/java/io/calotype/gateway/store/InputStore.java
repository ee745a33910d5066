package io.calotype.gateway.store;

import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.contracts.bucket.ObjectOperation;
import io.minio.PutObjectArgs;
import io.minio.StatObjectArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The pictures that clients brought, under keys made of their content; calls block, and throw {@link StoreAway}. */
@ApplicationScoped
public class InputStore {

    private static final int NOT_FOUND = 404;
    /** Half of the time after which the bucket removes an input, so that one that is used again is there for long enough. */
    private static final Duration RENEWED_AFTER =
            Duration.ofDays(BucketFolder.INPUTS.days().orElseThrow()).dividedBy(2);

    private final Bucket bucket;

    InputStore(Bucket bucket) {
        this.bucket = bucket;
    }

    /** Stores an input; one that was stored a short while ago is left alone, since its key names the same bytes. */
    public void keep(String key, String contentType, Bytes content) {
        if (writtenAt(key).filter(InputStore::isRecent).isPresent()) {
            return;
        }
        bucket.call(ObjectOperation.PUT, key, () -> {
            try (var bytes = content.open()) {
                var args = PutObjectArgs.builder().bucket(bucket.name()).object(key);
                args.stream(bytes, content.size(), -1).contentType(contentType);
                return bucket.client().putObject(args.build());
            }
        });
    }

    private static boolean isRecent(Instant written) {
        return written.isAfter(Instant.now().minus(RENEWED_AFTER));
    }

    private Optional<Instant> writtenAt(String key) {
        return bucket.unless(NOT_FOUND, ObjectOperation.GET, key, () -> {
            var args = StatObjectArgs.builder().bucket(bucket.name()).object(key);
            return bucket.client().statObject(args.build()).lastModified().toInstant();
        });
    }
}
