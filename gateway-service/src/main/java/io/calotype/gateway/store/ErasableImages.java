package io.calotype.gateway.store;

import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.contracts.bucket.ObjectOperation;
import io.calotype.contracts.event.Erasure;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.PausedObject;
import io.calotype.contracts.event.StepObject;
import io.calotype.contracts.event.TrajectoryObject;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.EmbeddingKeys;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.topic.ClaimCheck;
import io.minio.GetObjectArgs;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the store has of an image, to be erased; calls block, and throw {@link StoreAway}. */
@ApplicationScoped
public class ErasableImages {

    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;

    private final Bucket bucket;

    ErasableImages(Bucket bucket) {
        this.bucket = bucket;
    }

    /** How an image ended, if it has; an object that is no end counts as one of an unknown request. */
    public Optional<ImageEnd> end(ImageId id) {
        var key = ImageEnd.objectKey(id);
        return bucket.unless(NOT_FOUND, ObjectOperation.GET, key, () -> {
            var args = GetObjectArgs.builder().bucket(bucket.name()).object(key);
            try (var object = bucket.client().getObject(args.build())) {
                return ImageEnd.parse(id, object.readNBytes(ImageEnd.maxBytes()));
            } catch (Refusal unreadable) {
                return Erasure.end(id, null, Events.SOURCE);
            }
        });
    }

    /** The images of a prompt that have ended. */
    public List<ImageId> ended(String promptId) {
        return bucket.below(BucketFolder.ENDS.prefix() + promptId + "/").stream()
                .flatMap(key -> image(key.substring(BucketFolder.ENDS.prefix().length())).stream())
                .toList();
    }

    /** Anybody may have put other objects there. */
    private static Optional<ImageId> image(String text) {
        try {
            return Optional.of(ImageId.parse(text));
        } catch (Refusal noImage) {
            return Optional.empty();
        }
    }

    /** Stores an end in the place of the one that is there. */
    public void replaceEnd(ImageEnd end) {
        put(end, Map.of());
    }

    /** Proposes an end; tells whether it is the first, and stands. */
    public boolean decide(ImageEnd end) {
        return put(end, Map.of("If-None-Match", "*"));
    }

    private boolean put(ImageEnd end, Map<String, String> headers) {
        var key = ImageEnd.objectKey(end.id());
        var json = end.toJson();
        return bucket.unless(PRECONDITION_FAILED, ObjectOperation.PUT, key, () -> {
                    var args = PutObjectArgs.builder()
                            .bucket(bucket.name())
                            .object(key)
                            .headers(headers);
                    args.stream(new ByteArrayInputStream(json), json.length, -1).contentType(Events.JSON);
                    return bucket.client().putObject(args.build());
                })
                .isPresent();
    }

    /** Removes the picture of an image, in whichever format, its tensors, its kept steps, and what is kept of it while it is denoised. */
    public void remove(ImageId id) {
        Arrays.stream(OutputFormat.values()).map(id::objectKey).forEach(this::remove);
        Arrays.stream(OutputFormat.values()).map(id::originalKey).forEach(this::remove);
        bucket.below(ClaimCheck.folder(id)).forEach(this::remove);
        bucket.below(TrajectoryObject.folder(id)).forEach(this::remove);
        bucket.below(PausedObject.folder(id.promptId(), id.index())).forEach(this::remove);
        bucket.below(StepObject.folder(id)).forEach(this::remove);
    }

    /** Removes the embeddings of a text, which whoever needs them makes again. */
    public void removeEmbeddings(String text) {
        bucket.below(EmbeddingKeys.folder(text)).forEach(this::remove);
    }

    private void remove(String key) {
        bucket.unless(NOT_FOUND, ObjectOperation.DELETE, key, () -> {
            var args = RemoveObjectArgs.builder().bucket(bucket.name()).object(key);
            bucket.client().removeObject(args.build());
            return key;
        });
    }
}
