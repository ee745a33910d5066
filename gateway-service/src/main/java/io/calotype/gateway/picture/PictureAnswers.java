package io.calotype.gateway.picture;

import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.store.PictureStat;
import io.calotype.gateway.store.StoredPictures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers requests for stored pictures. */
@ApplicationScoped
class PictureAnswers {

    private static final String FOR_EVER = "private, max-age=31536000, immutable";

    private final StoredPictures store;
    private final StoreAddresses addresses;

    PictureAnswers(StoredPictures store, StoreAddresses addresses) {
        this.store = store;
        this.addresses = addresses;
    }

    /**
     * Returns the picture, or by configuration where the store has it; 304 where the client has it already.
     *
     * @param site what the browser says of where the request comes from
     * @param stat what is known of the picture, if there is one
     * @param name of the picture, for messages
     * @throws ApiFailure not found
     */
    Response to(Request request, @Nullable String site, Optional<PictureStat> stat, String name) {
        var picture = stat.orElseThrow(() -> missing(name));
        var unchanged = request.evaluatePreconditions(new EntityTag(picture.etag()));
        if (unchanged != null) {
            return unchanged.header(HttpHeaders.CACHE_CONTROL, FOR_EVER).build();
        }
        return addresses.of(picture, site).map(PictureAnswers::redirect).orElseGet(() -> bytes(picture, name));
    }

    private static Response redirect(URI address) {
        return Response.status(Response.Status.FOUND)
                .location(address)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private Response bytes(PictureStat stat, String name) {
        var object = store.open(stat.key()).orElseThrow(() -> missing(name));
        return Response.ok(object, object.contentType())
                .header(HttpHeaders.CONTENT_LENGTH, object.size())
                .header(HttpHeaders.CACHE_CONTROL, FOR_EVER)
                .tag(new EntityTag(stat.etag()))
                .build();
    }

    private static ApiFailure missing(String name) {
        return ApiFailure.notFound("there is no picture " + name);
    }
}
