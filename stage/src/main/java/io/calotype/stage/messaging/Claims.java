package io.calotype.stage.messaging;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.topic.ClaimCheck;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.store.ObjectTooLargeException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** Values that are stored in the object store while their records travel; their keys start with {@code claims/}. */
@ApplicationScoped
class Claims {

    private static final String PREFIX = "claims/";

    private final ObjectStore store;

    Claims(ObjectStore store) {
        this.store = store;
    }

    /** Stores a value; the key carries its digest, so the same value is stored once. */
    Claim deposit(ImageId id, byte[] value) {
        var sha256 = Sha256.hex(value);
        store.putIfAbsent(key(id, sha256), value, Events.SAFETENSORS, Map.of());
        return new Claim(new ClaimCheck(bucketUri() + key(id, sha256), sha256, value.length));
    }

    /**
     * The value of a claim, or nothing when it was released.
     *
     * @param image whose tensors it must be
     * @throws UnreadableRecord when it is not a claim of that image, is too large, or is not what was deposited
     */
    Optional<byte[]> fetch(Claim claim, ImageId image, long limit) {
        if (claim.check().size() > limit) {
            throw new UnreadableRecord("its claim has " + claim.check().size() + " bytes; the limit is " + limit);
        }
        var sha256 = claim.check().sha256();
        if (!claim.check().dataref().equals(bucketUri() + key(image, sha256))) {
            throw new UnreadableRecord("its claim is not one of its image in this bucket's " + PREFIX);
        }
        try {
            var value = store.get(key(image, sha256), claim.check().size());
            if (value.isPresent() && !Sha256.hex(value.get()).equals(sha256)) {
                throw new UnreadableRecord("its claim is not what was deposited");
            }
            return value;
        } catch (ObjectTooLargeException e) {
            throw new UnreadableRecord("its claim is larger than declared");
        }
    }

    /** Removes a value that is no longer needed. */
    void release(Claim claim, ImageId image) {
        store.delete(key(image, claim.check().sha256()));
    }

    private static String key(ImageId image, String sha256) {
        return PREFIX + image + "/" + sha256 + ".safetensors";
    }

    private String bucketUri() {
        return "s3://" + store.bucket() + "/";
    }
}
