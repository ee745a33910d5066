package io.calotype.gateway.picture;

import io.calotype.contracts.event.StoredImage;
import io.calotype.contracts.spec.ImageId;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.store.StoreAway;
import io.calotype.gateway.store.StoredPictures;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;

/** Stored pictures as answers carry them: their bytes, or an address. */
@ApplicationScoped
public class AnsweredPictures {

    private final StoredPictures store;
    private final PictureLinks links;

    AnsweredPictures(StoredPictures store, PictureLinks links) {
        this.store = store;
        this.links = links;
    }

    /**
     * The address of a picture.
     *
     * @param base the gateway's address as its caller knows it, ending in a slash
     */
    public String url(ImageId id, URI base) {
        return links.of(id, base).toString();
    }

    /** Fails as unavailable unless a picture is in the object store; blocks. */
    public void requireStored(StoredImage image) {
        if (!store.exists(image.picture().key())) {
            throw missing();
        }
    }

    /** A stored picture in Base64; blocks. */
    public String base64(StoredImage image) {
        var object = store.open(image.picture().key()).orElseThrow(AnsweredPictures::missing);
        try (var bytes = object.bytes()) {
            return Base64.getEncoder().encodeToString(bytes.readAllBytes());
        } catch (IOException e) {
            throw StoreAway.whileReading(image.picture().key(), e);
        }
    }

    private static ApiFailure missing() {
        return ApiFailure.unavailable("the picture is not in the object store");
    }
}
