package io.calotype.gateway.store;

import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.contracts.bucket.ObjectOperation;
import io.minio.GetObjectArgs;
import io.minio.PutObjectArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Which request an idempotency key belongs to.
 *
 * <p>The first who writes a key's object ({@code If-None-Match: *}) has it, among all gateways and for as long as the object is
 * kept, so that two requests with one key can never both be accepted. Calls block, and throw {@link StoreAway}.
 */
@ApplicationScoped
public class Reservations {

    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_FOUND = 404;
    private static final int LONGEST = 1024;

    private final Bucket bucket;

    Reservations(Bucket bucket) {
        this.bucket = bucket;
    }

    /**
     * Reserves a prompt's id for a request.
     *
     * @param fingerprint of the request, short
     * @return the fingerprint of the request that has the id: this one, or an earlier one
     */
    public String reserve(String promptId, String fingerprint) {
        var key = BucketFolder.IDEMPOTENCY.prefix() + promptId;
        var bytes = fingerprint.getBytes(StandardCharsets.US_ASCII);
        return bucket.unless(PRECONDITION_FAILED, ObjectOperation.PUT, key, () -> {
                    bucket.client()
                            .putObject(PutObjectArgs.builder().bucket(bucket.name()).object(key).stream(
                                            new ByteArrayInputStream(bytes), bytes.length, -1)
                                    .contentType("text/plain")
                                    .headers(Map.of("If-None-Match", "*"))
                                    .build());
                    return fingerprint;
                })
                .or(() -> bucket.unless(NOT_FOUND, ObjectOperation.GET, key, () -> read(key)))
                .orElse(fingerprint);
    }

    private String read(String key) throws Exception {
        var args = GetObjectArgs.builder().bucket(bucket.name()).object(key);
        try (var object = bucket.client().getObject(args.build())) {
            return new String(object.readNBytes(LONGEST), StandardCharsets.US_ASCII);
        }
    }
}
