package io.calotype.gateway.openai;

import io.calotype.contracts.event.StoredImage;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.store.StoreAway;
import io.calotype.gateway.store.StoredPictures;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Base64;

/** The bytes of pictures as JSON carries them. */
@ApplicationScoped
class Pictures {

    private final StoredPictures store;

    Pictures(StoredPictures store) {
        this.store = store;
    }

    /** A stored picture in Base64; blocks. */
    String base64(StoredImage image) {
        var object = store.open(image.picture().key())
                .orElseThrow(() -> ApiFailure.unavailable("the picture is not in the object store"));
        try (var bytes = object.bytes()) {
            return Base64.getEncoder().encodeToString(bytes.readAllBytes());
        } catch (IOException e) {
            throw StoreAway.whileReading(image.picture().key(), e);
        }
    }
}
