package io.calotype.gateway.store;

import io.calotype.contracts.bucket.ObjectOperation;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.OutputFormat;
import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.StatObjectArgs;
import io.minio.http.Method;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** The stored pictures; calls block, and throw {@link StoreAway} when the store does not answer. */
@ApplicationScoped
public class StoredPictures {

    private static final int NOT_FOUND = 404;

    private final Bucket bucket;

    StoredPictures(Bucket bucket) {
        this.bucket = bucket;
    }

    /** Finds an image's picture in whichever format it is stored. */
    public Optional<PictureStat> find(ImageId id) {
        return find(id::objectKey);
    }

    /** Finds what an image's enlarged picture was drawn as, in the same way. */
    public Optional<PictureStat> findOriginal(ImageId id) {
        return find(id::originalKey);
    }

    private Optional<PictureStat> find(Function<OutputFormat, String> keys) {
        for (var format : OutputFormat.values()) {
            var found = stat(keys.apply(format));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Tells whether there is an object of this key. */
    public boolean exists(String key) {
        return stat(key).isPresent();
    }

    private Optional<PictureStat> stat(String key) {
        return bucket.unless(NOT_FOUND, ObjectOperation.GET, key, () -> {
            var args = StatObjectArgs.builder().bucket(bucket.name()).object(key);
            var stat = bucket.client().statObject(args.build());
            var sha256 = stat.userMetadata().get("sha256");
            return new PictureStat(key, Objects.requireNonNullElse(sha256, stat.etag()));
        });
    }

    /** An address of a stored object that the store itself answers to, without credentials, for so many seconds. */
    public String presigned(String key, int seconds) {
        return bucket.unless(NOT_FOUND, ObjectOperation.GET, key, () -> {
                    var args = GetPresignedObjectUrlArgs.builder()
                            .method(Method.GET)
                            .bucket(bucket.name())
                            .object(key)
                            .expiry(seconds);
                    return bucket.client().getPresignedObjectUrl(args.build());
                })
                .orElseThrow();
    }

    /** Opens a stored object. */
    public Optional<PictureObject> open(String key) {
        return bucket.unless(NOT_FOUND, ObjectOperation.GET, key, () -> {
            var args = GetObjectArgs.builder().bucket(bucket.name()).object(key);
            var object = bucket.client().getObject(args.build());
            var type = Objects.requireNonNullElse(object.headers().get("Content-Type"), "application/octet-stream");
            var size = Objects.requireNonNullElse(object.headers().get("Content-Length"), "-1");
            return new PictureObject(object, Long.parseLong(size), type);
        });
    }
}
