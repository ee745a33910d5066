package io.calotype.decoder.store;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.store.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Keeps each picture once under the name of its image; what is stored never changes. */
@ApplicationScoped
public class ImageStore {

    private static final Logger LOG = Logger.getLogger(ImageStore.class);
    private static final String SHA256 = "sha256";
    private static final long MAX_PICTURE_BYTES = 1 << 26;

    private final ObjectStore store;

    ImageStore(ObjectStore store) {
        this.store = store;
    }

    /** Returns the bucket that all pictures are in. */
    public String bucket() {
        return store.bucket();
    }

    /** Returns an image's picture if it is stored. */
    public Optional<StoredPicture> find(ImageId id, OutputFormat format) {
        return store.stat(id.objectKey(format)).map(this::stored);
    }

    /** Tells whether an image's picture is stored, in any format. */
    public boolean holds(ImageId id) {
        return Arrays.stream(OutputFormat.values())
                .anyMatch(format -> store.stat(id.objectKey(format)).isPresent());
    }

    /** Stores a picture; where another process was first, its picture stays and is returned. */
    public StoredPicture store(ImageTask task, byte[] bytes) {
        var format = task.spec().outputFormat();
        var key = task.id().objectKey(format);
        var sha256 = Sha256.hex(bytes);
        var metadata = Map.of(
                SHA256,
                sha256,
                "pack-digest",
                task.packDigest(),
                "seed",
                task.spec().sampling().seed().toString());
        if (store.putIfAbsent(key, bytes, format.contentType(), metadata)) {
            return new StoredPicture(key, sha256, bytes.length);
        }
        var first = find(task.id(), format)
                .orElseThrow(() -> new IllegalStateException(key + " was there, and is there no more"));
        if (!first.sha256().equals(sha256)) {
            LOG.warnf("imageId=%s is stored already with other bytes, which stay", task.id());
        }
        return first;
    }

    private StoredPicture stored(StoredObject object) {
        var known = object.userMetadata().get(SHA256);
        var sha256 = known != null
                ? known
                : Sha256.hex(store.get(object.key(), MAX_PICTURE_BYTES).orElseThrow());
        return new StoredPicture(object.key(), sha256, object.size());
    }
}
