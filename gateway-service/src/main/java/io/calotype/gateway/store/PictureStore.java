package io.calotype.gateway.store;

import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.stage.config.StageConfig;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The stored pictures.
 *
 * <p>Calls block, and answer within a few seconds: what the store does not tell in time is {@link StoreAway}.
 */
@ApplicationScoped
public class PictureStore {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(6);
    private static final int NOT_FOUND = 404;

    private final MinioClient client;
    private final String bucket;

    PictureStore(StageConfig config) {
        var store = config.store();
        var builder = MinioClient.builder().endpoint(store.endpoint()).region(store.region());
        store.accessKey()
                .ifPresent(key -> builder.credentials(key, store.secretKey().orElse("")));
        client = builder.build();
        client.setTimeout(CONNECT.toMillis(), ANSWER.toMillis(), ANSWER.toMillis());
        bucket = store.bucket();
    }

    /** Finds an image's picture in whichever format it is stored. */
    public Optional<PictureStat> find(ImageId id) {
        for (var format : OutputFormat.values()) {
            var found = stat(id.objectKey(format));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<PictureStat> stat(String key) {
        return answered(key, () -> {
            var stat = client.statObject(
                    StatObjectArgs.builder().bucket(bucket).object(key).build());
            var sha256 = stat.userMetadata().get("sha256");
            return new PictureStat(key, Objects.requireNonNullElse(sha256, stat.etag()));
        });
    }

    /** Opens a stored object. */
    public Optional<PictureObject> open(String key) {
        return answered(key, () -> {
            var object = client.getObject(
                    GetObjectArgs.builder().bucket(bucket).object(key).build());
            var type = Objects.requireNonNullElse(object.headers().get("Content-Type"), "application/octet-stream");
            var size = Objects.requireNonNullElse(object.headers().get("Content-Length"), "-1");
            return new PictureObject(object, Long.parseLong(size), type);
        });
    }

    private static <T> Optional<T> answered(String key, Callable<T> call) {
        try {
            return Optional.of(call.call());
        } catch (ErrorResponseException e) {
            if (e.response().code() == NOT_FOUND) {
                return Optional.empty();
            }
            throw new StoreAway(key, e);
        } catch (Exception e) {
            throw new StoreAway(key, e);
        }
    }
}
