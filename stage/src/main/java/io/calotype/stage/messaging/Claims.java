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
import org.jspecify.annotations.Nullable;

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
        var key = PREFIX + id + "/" + sha256 + ".safetensors";
        store.putIfAbsent(key, value, Events.SAFETENSORS, Map.of());
        return new Claim(new ClaimCheck(bucketUri() + key, sha256, value.length));
    }

    /**
     * The value of a claim, or nothing when it was released.
     *
     * @param image whose claim it must be, null where the record does not say
     * @throws UnreadableRecord when the claim leads elsewhere, is too large, or is not what was deposited
     */
    Optional<byte[]> fetch(Claim claim, @Nullable String image, long limit) {
        if (claim.check().size() > limit) {
            throw new UnreadableRecord("its claim has " + claim.check().size() + " bytes; the limit is " + limit);
        }
        if (image != null && !key(claim).startsWith(PREFIX + image + "/")) {
            throw new UnreadableRecord("its claim is another image's");
        }
        try {
            var value = store.get(key(claim), claim.check().size());
            if (value.isPresent()
                    && !Sha256.hex(value.get()).equals(claim.check().sha256())) {
                throw new UnreadableRecord("its claim is not what was deposited");
            }
            return value;
        } catch (ObjectTooLargeException e) {
            throw new UnreadableRecord("its claim is larger than declared");
        }
    }

    /** Removes a value that is no longer needed. */
    void release(Claim claim) {
        store.delete(key(claim));
    }

    private String key(Claim claim) {
        var dataref = claim.check().dataref();
        if (!dataref.startsWith(bucketUri() + PREFIX) || dataref.contains("..")) {
            throw new UnreadableRecord("its claim is not in this bucket's " + PREFIX);
        }
        return dataref.substring(bucketUri().length());
    }

    private String bucketUri() {
        return "s3://" + store.bucket() + "/";
    }
}
