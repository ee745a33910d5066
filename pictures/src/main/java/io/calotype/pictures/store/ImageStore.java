package io.calotype.pictures.store;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.Safety;
import io.calotype.contracts.event.StoredPicture;
import io.calotype.contracts.event.TrajectoryObject;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.store.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps each picture once under the name of its image; what is stored never changes. */
@ApplicationScoped
public class ImageStore {

    private static final Logger LOG = Logger.getLogger(ImageStore.class);
    private static final String SHA256 = "sha256";
    private static final String REQUEST = "request-digest";
    private static final long MAX_PICTURE_BYTES = 1 << 26;

    private final ObjectStore store;

    /** Stores pictures there. */
    public ImageStore(ObjectStore store) {
        this.store = store;
    }

    /**
     * Stores a picture; where another process was first, its picture stays and is returned.
     *
     * @param safety what the safety checker found; null where none looked
     * @return nothing if what is stored under the image's id is another request's picture
     */
    public Optional<StoredPicture> store(ImageTask task, byte[] bytes, @Nullable Safety safety) {
        return store(task, task.id().objectKey(task.spec().outputFormat()), bytes, safety);
    }

    /** Stores what an enlarged picture was drawn as, in the same way. */
    public Optional<StoredPicture> storeOriginal(ImageTask task, byte[] bytes, @Nullable Safety safety) {
        return store(task, task.id().originalKey(task.spec().outputFormat()), bytes, safety);
    }

    private Optional<StoredPicture> store(ImageTask task, String key, byte[] bytes, @Nullable Safety safety) {
        var format = task.spec().outputFormat();
        var digest = Sha256.hex(bytes);
        var mine = new StoredPicture(store.bucket(), key, digest, bytes.length, format.contentType(), safety);
        if (store.putIfAbsent(key, bytes, format.contentType(), metadata(task, mine))) {
            return Optional.of(mine);
        }
        var first = store.stat(key);
        if (first.isEmpty()) { // it was removed meanwhile, since the image had ended
            return store(task, key, bytes, safety);
        }
        return first.map(object -> stored(object, format)).filter(picture -> isOf(task, first.get(), picture, mine));
    }

    private static Map<String, String> metadata(ImageTask task, StoredPicture picture) {
        var seed = task.spec().sampling().seed().toString();
        var metadata = new HashMap<>(Map.of(
                SHA256, picture.sha256(), "pack-digest", task.packDigest(), "seed", seed, REQUEST, request(task)));
        if (picture.safety() != null) {
            metadata.put(Safety.FIELD, picture.safety().jsonName());
        }
        return metadata;
    }

    private static boolean isOf(ImageTask task, StoredObject object, StoredPicture first, StoredPicture mine) {
        if (first.sha256().equals(mine.sha256())) {
            return true;
        }
        boolean same = request(task).equals(object.userMetadata().get(REQUEST));
        LOG.warnf("imageId=%s is stored already with other bytes, of the same request: %s", task.id(), same);
        return same;
    }

    private static String request(ImageTask task) {
        return Objects.requireNonNull(task.image().digest(), "a task always has its request's digest");
    }

    /** Removes the pictures of a task unless they are those that the image's end names. */
    public void removeUnlessKept(ImageTask task, ImageEnd end) {
        removeUnlessKept(task.id().objectKey(task.spec().outputFormat()), end);
        if (task.spec().isUpscaled()) {
            removeUnlessKept(task.id().originalKey(task.spec().outputFormat()), end);
        }
    }

    private void removeUnlessKept(String key, ImageEnd end) {
        if (!end.keeps(key)) {
            store.delete(key);
        }
    }

    /** Removes what the denoiser kept of an image on its way. */
    public void removeTrajectory(ImageTask task) {
        TrajectoryObject.keys(task).forEach(store::delete);
    }

    private StoredPicture stored(StoredObject object, OutputFormat format) {
        var known = object.userMetadata().get(SHA256);
        var sha256 = known != null
                ? known
                : Sha256.hex(store.get(object.key(), MAX_PICTURE_BYTES).orElseThrow());
        var safety = object.userMetadata().get(Safety.FIELD);
        return new StoredPicture(
                store.bucket(),
                object.key(),
                sha256,
                object.size(),
                format.contentType(),
                safety == null ? null : Safety.parse(safety));
    }
}
