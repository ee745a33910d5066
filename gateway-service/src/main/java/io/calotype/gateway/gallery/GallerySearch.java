package io.calotype.gateway.gallery;

import io.calotype.contracts.tensor.UnitVector;
import io.calotype.gateway.meaning.Meanings;
import io.calotype.gateway.meaning.QueriedPicture;
import io.calotype.gateway.meaning.ShownMeanings;
import io.calotype.gateway.problem.ApiFailure;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import org.jboss.logging.Logger;

/** Searches the gallery by a text or by a picture. */
@ApplicationScoped
class GallerySearch {

    private static final Logger LOG = Logger.getLogger(GallerySearch.class);

    private final Gallery gallery;
    private final Meanings meanings;
    private final ShownMeanings shown;

    GallerySearch(Gallery gallery, Meanings meanings, ShownMeanings shown) {
        this.gallery = gallery;
        this.meanings = meanings;
        this.shown = shown;
    }

    /** Returns a page, the pictures nearest to a text first. */
    Uni<GalleryPage> like(GalleryQuery query, String text) {
        return meanings(gallery.models(query), text)
                .map(found -> gallery.nearestFirst(query, new TextNearness(found, gallery.scales())));
    }

    /** Returns a page, the pictures nearest to another picture first, itself left out. */
    Uni<GalleryPage> like(GalleryQuery query, QueriedPicture picture) {
        return shown.of(picture, gallery.models(query), query.caller())
                .map(found -> gallery.nearestFirst(query, new PictureNearness(found, picture.image())));
    }

    /** Asks the encoders of all models that have pictures here; those of a model that does not answer are left out. */
    private Uni<Map<String, UnitVector>> meanings(SortedSet<String> models, String text) {
        return Multi.createFrom()
                .iterable(models)
                .onItem()
                .transformToUniAndMerge(model -> meaning(model, text))
                .collect()
                .in(HashMap<String, UnitVector>::new, Map::putAll)
                .map(found -> {
                    if (found.isEmpty() && !models.isEmpty()) {
                        throw ApiFailure.unavailable("no encoder answers what the text means");
                    }
                    return found;
                });
    }

    private Uni<Map<String, UnitVector>> meaning(String model, String text) {
        return meanings.of(model, text)
                .map(answer -> Map.of(model, answer.embedding()))
                .onFailure(ApiFailure.class)
                .recoverWithItem(failure -> {
                    LOG.debugf("model=%s left out of a search: %s", model, failure.getMessage());
                    return Map.of();
                });
    }
}
