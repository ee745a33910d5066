package io.calotype.gateway.gallery;

import io.calotype.contracts.event.StoredImage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How near a model's pictures are to their own prompts.
 *
 * <p>Pictures are never as near to texts as texts are to each other: a picture of a dog may be at 0.43 to "a dog", and "a hound" at
 * 0.8. Divided by this scale, the nearness of pictures and of prompts can be ranked together. It is a round number, so that a picture
 * that arrives between two pages seldom changes it.
 */
final class PictureScale {

    private static final int STEPS = 20;

    private PictureScale() {}

    /** Returns the median of the pictures' similarities to their prompts, above 0, by model; nothing for a model without any. */
    static Map<String, Double> byModel(Stream<StoredImage> images) {
        return images.filter(image -> similarity(image) != null)
                .collect(Collectors.groupingBy(
                        StoredImage::model,
                        Collectors.collectingAndThen(
                                Collectors.mapping(
                                        image -> Objects.requireNonNull(similarity(image)), Collectors.toList()),
                                PictureScale::median)));
    }

    private static @Nullable Double similarity(StoredImage image) {
        return image.shown() == null ? null : image.shown().promptSimilarity();
    }

    private static double median(List<Double> similarities) {
        double middle = similarities.stream().sorted().toList().get(similarities.size() / 2);
        return Math.max(1, Math.round(middle * STEPS)) / (double) STEPS;
    }
}
