package io.calotype.gateway.gallery;

import io.calotype.contracts.tensor.UnitVector;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How near pictures are to a text, each in the space of the model that drew it.
 *
 * @param meanings of the text by model
 */
record Nearness(Map<String, UnitVector> meanings) {

    Nearness {
        meanings = Map.copyOf(meanings);
    }

    /** Returns the cosine of text and prompt; nothing for a picture that cannot be compared. */
    OptionalDouble of(GalleryPicture picture) {
        var text = meanings.get(picture.image().model());
        var meaning = picture.image().meaning();
        var prompt = meaning == null ? null : meaning.embedding();
        return text == null || prompt == null || prompt.width() != text.width()
                ? OptionalDouble.empty()
                : OptionalDouble.of(text.cosine(prompt));
    }
}
