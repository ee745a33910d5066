package io.calotype.gateway.meaning;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A text among the words that a model knows.
 *
 * @param tokens the text as the model reads it; null without a text
 * @param prompt the text's position; null without a text
 * @param words all words of the model's vocabulary, those nearest to the text first
 */
@Schema(name = "Meaning")
public record MeaningView(
        @Nullable List<String> tokens, @Nullable Point prompt, List<MeaningMap.Word> words) {}
