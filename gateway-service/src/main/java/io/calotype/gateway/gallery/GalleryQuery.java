package io.calotype.gateway.gallery;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.Limits;
import io.calotype.gateway.caller.Caller;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which pictures of the gallery to return.
 *
 * @param limit pictures on a page, 1 to 100
 * @param after where the previous page ended
 * @param words all of which the prompt must hold, in any case
 * @param model whose pictures alone are wanted
 * @param caller whose pictures alone are there
 */
record GalleryQuery(
        int limit,
        @Nullable GalleryPlace after,
        List<String> words,
        @Nullable String model,
        Caller caller) {

    static final int MAX_LIMIT = 100;

    GalleryQuery {
        Limits.within("limit", limit, 1, MAX_LIMIT);
        words = List.copyOf(words);
    }

    /** Reads the parameters of a request; an empty one counts as absent. */
    static GalleryQuery of(
            String limit, @Nullable String cursor, @Nullable String text, @Nullable String model, Caller caller) {
        return new GalleryQuery(
                number(limit),
                given(cursor).map(GalleryPlace::parse).orElse(null),
                given(text).map(GalleryQuery::words).orElse(List.of()),
                given(model).orElse(null),
                caller);
    }

    /** Returns a parameter that is not blank. */
    static Optional<String> given(@Nullable String parameter) {
        return Optional.ofNullable(parameter).filter(text -> !GenerationSpec.isBlank(text));
    }

    boolean matches(GalleryPicture picture) {
        if (!caller.owns(picture.image().origin().source())) {
            return false;
        }
        if (model != null && !model.equals(picture.image().model())) {
            return false;
        }
        var prompt = picture.prompt();
        return words.isEmpty() || (prompt != null && folded(prompt, words));
    }

    private static boolean folded(String prompt, List<String> words) {
        var folded = fold(prompt);
        return words.stream().allMatch(folded::contains);
    }

    private static List<String> words(String text) {
        if (text.codePointCount(0, text.length()) > Limits.MAX_PROMPT_CODE_POINTS) {
            throw Refusal.of(ProblemType.LIMIT_EXCEEDED, "q", "q is longer than a prompt can be");
        }
        return List.of(fold(text).strip().split("\\s+"));
    }

    private static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private static int number(String limit) {
        try {
            return Integer.parseInt(limit);
        } catch (NumberFormatException e) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "limit", "limit must be a whole number");
        }
    }
}
