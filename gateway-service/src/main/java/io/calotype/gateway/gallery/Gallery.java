package io.calotype.gateway.gallery;

import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.model.ModelPacks;
import io.calotype.gateway.view.ImageView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the stored pictures of the prompts that this gateway remembers. */
@ApplicationScoped
class Gallery {

    private final PromptBook book;
    private final ModelPacks packs;

    Gallery(PromptBook book, ModelPacks packs) {
        this.book = book;
        this.packs = packs;
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

    /** Returns a page, the nearest pictures first. */
    GalleryPage nearestFirst(GalleryQuery query, Nearness nearness) {
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
    }

    /** Returns the models that have pictures here and are served still. */
    SortedSet<String> models(GalleryQuery query) {
        var models = new TreeSet<String>();
        pictures(query).forEach(picture -> models.add(picture.image().model()));
        models.retainAll(packs.all().stream().map(ModelPacks.Pack::name).toList());
        return models;
    }

    /** Returns how near pictures are to their own prompts, by model. */
    Map<String, Double> scales() {
        return PictureScale.byModel(
                book.newestFirst().flatMap(GalleryPicture::of).map(GalleryPicture::image));
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
