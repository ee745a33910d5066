package io.calotype.gateway.book;

import io.calotype.contracts.event.Erasure;
import io.calotype.contracts.event.ImageOutcome;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What happened to a prompt's images, in the order in which it was read.
 *
 * <p>Each happening keeps its place, so that a reader can continue from a number. Not safe for use by several threads.
 */
final class Happenings {

    private final TreeMap<Integer, Happening> byPlace = new TreeMap<>();
    private final TreeMap<Integer, ImageSnapshot> images = new TreeMap<>();
    private int places;

    /** Tells whether an image's step at an offset, or a later one, was added. */
    boolean hasStep(int index, long offset) {
        var last = image(index).lastStep();
        return last != null && offset <= last.offset();
    }

    void add(Happening.Step step) {
        images.put(
                step.index(),
                new ImageSnapshot(step.index(), step, image(step.index()).end()));
        byPlace.put(places++, step);
    }

    /** Adds an image's end; tells whether it is the first. */
    boolean add(ImageOutcome outcome) {
        int index = outcome.id().index();
        var image = image(index);
        if (image.ended()) {
            return false;
        }
        images.put(index, new ImageSnapshot(index, image.lastStep(), outcome));
        byPlace.put(places++, new Happening.End(index, outcome));
        return true;
    }

    /** Puts an erasure in the place of all that happened to an image; tells whether it is the first. */
    boolean erase(ImageOutcome erasure) {
        int index = erasure.id().index();
        if (isErased(index)) {
            return false;
        }
        byPlace.values().removeIf(happening -> happening.index() == index);
        images.put(index, new ImageSnapshot(index, null, erasure));
        byPlace.put(places++, new Happening.End(index, erasure));
        return true;
    }

    boolean isErased(int index) {
        return Erasure.isEnd(image(index).end());
    }

    /** Returns what is known of an image. */
    ImageSnapshot image(int index) {
        return images.getOrDefault(index, new ImageSnapshot(index, null, null));
    }

    /** Returns the smallest number of images that explains what happened, at least 1. */
    int imageCount() {
        return images.isEmpty() ? 1 : images.lastKey() + 1;
    }

    /** Returns what happened at a place, counted from 0, or at the first one after it that is not forgotten. */
    Optional<Placed> from(int place) {
        return Optional.ofNullable(byPlace.ceilingEntry(place))
                .map(found -> new Placed(found.getKey(), found.getValue()));
    }

    /** Forgets all previews, and all steps but each image's last. */
    void compact() {
        byPlace.values().removeIf(happening -> happening instanceof Happening.Step step && !isLast(step));
        byPlace.replaceAll(
                (place, happening) -> happening instanceof Happening.Step step ? step.withoutPreview() : happening);
        images.replaceAll((index, image) -> image.withoutPreview());
    }

    private boolean isLast(Happening.Step step) {
        var last = image(step.index()).lastStep();
        return last != null && last.offset() == step.offset();
    }
}
