package io.calotype.gateway.gallery;

import io.calotype.contracts.event.StoredImage;
import io.calotype.contracts.tensor.UnitVector;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How near pictures are to a text: by their prompts, and in equal parts by what they show where the model's texts and pictures are
 * comparable.
 *
 * <p>What a picture shows finds one that is not what its prompt says. Alone it ranks words that the image encoder was not trained on
 * by chance, which the text encoder knows from their neighbours: monarch beside king.
 *
 * @param meanings of the text by model
 * @param scales of the models' pictures, see {@link PictureScale}
 */
record TextNearness(Map<String, UnitVector> meanings, Map<String, Double> scales) implements Nearness {

    TextNearness {
        meanings = Map.copyOf(meanings);
        scales = Map.copyOf(scales);
    }

    @Override
    public OptionalDouble of(GalleryPicture picture) {
        var image = picture.image();
        var text = meanings.get(image.model());
        if (text == null) {
            return OptionalDouble.empty();
        }
        var asked = cosine(text, prompt(image));
        var shown = image.shown();
        if (shown == null || shown.promptSimilarity() == null) {
            return asked;
        }
        var seen = scaled(cosine(text, shown.embedding()), scales.getOrDefault(image.model(), 1.0));
        return asked.isPresent() && seen.isPresent()
                ? OptionalDouble.of((asked.getAsDouble() + seen.getAsDouble()) / 2)
                : asked.isPresent() ? asked : seen;
    }

    private static OptionalDouble scaled(OptionalDouble cosine, double scale) {
        return cosine.isEmpty() ? cosine : OptionalDouble.of(Math.min(1, cosine.getAsDouble() / scale));
    }

    private static @Nullable UnitVector prompt(StoredImage image) {
        return image.meaning() == null ? null : image.meaning().embedding();
    }

    private static OptionalDouble cosine(UnitVector text, @Nullable UnitVector other) {
        return other == null || other.width() != text.width()
                ? OptionalDouble.empty()
                : OptionalDouble.of(text.cosine(other));
    }
}
