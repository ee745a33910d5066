package io.calotype.stage.messaging;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.topic.ClaimCheck;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.store.ObjectTooLargeException;
import io.calotype.messaging.store.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Values that are stored in the object store while their records travel; their keys start with {@code claims/}. */
@ApplicationScoped
class Claims {

    private static final Logger LOG = Logger.getLogger(Claims.class);
    private static final String SHA256 = "sha256";
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}\\.safetensors");

    private final ObjectStore store;

    Claims(ObjectStore store) {
        this.store = store;
    }

    /**
     * Stores what work has made of an image. If the work was done before, what it made then stays and is claimed: two values
     * may differ, since they carry times, and only one of them would be read and removed.
     *
     * @param work 64 hexadecimal digits, the same whenever the work is done again
     */
    Claim deposit(ImageId id, String work, byte[] value) {
        var key = key(id, work);
        var sha256 = Sha256.hex(value);
        if (store.putIfAbsent(key, value, Events.SAFETENSORS, Map.of(SHA256, sha256))) {
            return claim(key, sha256, value.length);
        }
        return store.stat(key)
                .map(first -> claim(key, first.userMetadata().getOrDefault(SHA256, sha256), first.size()))
                .orElseGet(() -> deposit(id, work, value)); // its reader removed it meanwhile
    }

    private Claim claim(String key, String sha256, long size) {
        return new Claim(new ClaimCheck(bucketUri() + key, sha256, size));
    }

    /**
     * The value of a claim, or nothing when it was released, even if the same work was done once more since.
     *
     * @param image whose tensors it must be
     * @throws UnreadableRecord when it is not a claim of that image, is too large, or is not what was deposited
     */
    Optional<byte[]> fetch(Claim claim, ImageId image, long limit) {
        if (claim.check().size() > limit) {
            throw new UnreadableRecord("its claim has " + claim.check().size() + " bytes; the limit is " + limit);
        }
        var key = key(claim, image);
        var sha256 = claim.check().sha256();
        try {
            var value = store.get(key, claim.check().size());
            if (value.isEmpty() || Sha256.hex(value.get()).equals(sha256)) {
                return value;
            }
        } catch (ObjectTooLargeException e) {
            LOG.debugf("claim %s is larger than declared", key);
        }
        if (isOfAnotherTry(key, sha256)) {
            return Optional.empty();
        }
        throw new UnreadableRecord("its claim is not what was deposited");
    }

    /** A value is only replaced after it was removed, so it has been used. */
    private boolean isOfAnotherTry(String key, String sha256) {
        var stored = store.stat(key).map(StoredObject::userMetadata);
        return stored.isEmpty() || !stored.get().getOrDefault(SHA256, sha256).equals(sha256);
    }

    /** Removes a value that is no longer needed. */
    void release(Claim claim, ImageId image) {
        store.delete(key(claim, image));
    }

    /** Removes what work may have stored before its process died, when no record will claim it. */
    void discard(ImageId image, String work) {
        store.delete(key(image, work));
    }

    private static String key(ImageId image, String work) {
        return ClaimCheck.folder(image) + work + ".safetensors";
    }

    private String key(Claim claim, ImageId image) {
        var dataref = claim.check().dataref();
        var folder = bucketUri() + ClaimCheck.folder(image);
        if (!dataref.startsWith(folder)
                || !NAME.matcher(dataref.substring(folder.length())).matches()) {
            throw new UnreadableRecord("its claim is not one of its image in this bucket");
        }
        return dataref.substring(bucketUri().length());
    }

    private String bucketUri() {
        return "s3://" + store.bucket() + "/";
    }
}
