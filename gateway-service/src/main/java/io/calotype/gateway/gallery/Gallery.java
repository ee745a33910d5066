package io.calotype.gateway.gallery;

import io.calotype.contracts.tensor.UnitVector;
import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.meaning.Meanings;
import io.calotype.gateway.model.ModelPacks;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.view.ImageView;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Finds the stored pictures of the prompts that this gateway remembers. */
@ApplicationScoped
class Gallery {

    private static final Logger LOG = Logger.getLogger(Gallery.class);

    private final PromptBook book;
    private final ModelPacks packs;
    private final Meanings meanings;

    Gallery(PromptBook book, ModelPacks packs, Meanings meanings) {
        this.book = book;
        this.packs = packs;
        this.meanings = meanings;
    }

    /** Returns a page, the newest prompts' pictures first. */
    GalleryPage newestFirst(GalleryQuery query) {
        var page = new TreeMap<GalleryPlace, GalleryPicture>();
        pictures(query)
                .filter(picture -> isAfter(query, place(picture, 0)))
                .limit(query.limit() + 1L)
                .forEach(picture -> page.put(place(picture, 0), picture));
        return page(page, query.limit(), false);
    }

    /** Returns a page, the pictures whose prompts are nearest to a text first. */
    Uni<GalleryPage> nearestFirst(GalleryQuery query, String text) {
        return nearness(query, text).map(nearness -> {
            var page = new TreeMap<GalleryPlace, GalleryPicture>();
            pictures(query).forEach(picture -> nearness.of(picture).ifPresent(score -> {
                var place = place(picture, score);
                if (isAfter(query, place)) {
                    page.put(place, picture);
                    if (page.size() > query.limit() + 1) {
                        page.pollLastEntry();
                    }
                }
            }));
            return page(page, query.limit(), true);
        });
    }

    /** Asks the encoders of all models that have pictures here; those of a model that does not answer are left out. */
    private Uni<Nearness> nearness(GalleryQuery query, String text) {
        var models = new TreeSet<String>();
        pictures(query).forEach(picture -> models.add(picture.image().model()));
        models.retainAll(packs.all().stream().map(ModelPacks.Pack::name).toList());
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
                    return new Nearness(found);
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

    private Stream<GalleryPicture> pictures(GalleryQuery query) {
        return book.newestFirst().flatMap(GalleryPicture::of).filter(query::matches);
    }

    private static boolean isAfter(GalleryQuery query, GalleryPlace place) {
        return query.after() == null || place.compareTo(query.after()) > 0;
    }

    private static GalleryPlace place(GalleryPicture picture, double score) {
        return new GalleryPlace(score, picture.at(), picture.image().id());
    }

    private static GalleryPage page(NavigableMap<GalleryPlace, GalleryPicture> found, int limit, boolean scored) {
        boolean more = found.size() > limit;
        if (more) {
            found.pollLastEntry();
        }
        List<GalleryPage.Picture> pictures = found.entrySet().stream()
                .map(entry -> new GalleryPage.Picture(
                        ImageView.completed(entry.getValue().image()),
                        entry.getValue().prompt(),
                        entry.getKey().at().toString(),
                        scored ? entry.getKey().score() : null))
                .toList();
        return new GalleryPage(pictures, more ? found.lastKey().cursor() : null);
    }
}
