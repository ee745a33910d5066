package io.calotype.gateway.book;

import io.calotype.contracts.event.ImageOutcome;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.StoredImage;
import io.calotype.contracts.tensor.UnitVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many bytes of heap things take, estimated from above. */
final class Weight {

    /** A prompt of which nothing else is known. */
    static final int ENTRY = 1_024;

    private static final int STEP = 192;
    private static final int IMAGE = 256;
    private static final int REQUEST = 1_024;
    private static final int TOKEN = 64;
    private static final int OUTCOME = 1_024;
    private static final int CHARACTER = 2;
    private static final int JSON_CHARACTER = 16;
    private static final int FLOAT = 4;

    private Weight() {}

    static long of(PromptRequested event) {
        var asked = event.parameters();
        return REQUEST
                + (long) asked.output().n() * IMAGE
                + of(event.origin())
                + of(asked.prompt())
                + of(asked.negativePrompt());
    }

    static long ofTokens(List<String> tokens) {
        return (long) tokens.size() * TOKEN;
    }

    static long of(Happening.Step step) {
        return STEP
                + of(step.preview())
                + step.warnings().stream().mapToLong(Weight::of).sum();
    }

    static long of(ImageOutcome outcome) {
        long meanings = outcome instanceof StoredImage image ? meanings(image) : 0;
        return OUTCOME + of(outcome.origin()) + meanings;
    }

    private static long meanings(StoredImage image) {
        var meaning = image.meaning();
        var shown = image.shown();
        return (meaning == null ? 0 : of(meaning.prompt()) + of(meaning.embedding()))
                + (shown == null ? 0 : of(shown.embedding()));
    }

    private static long of(@Nullable UnitVector embedding) {
        return embedding == null ? 0 : (long) embedding.width() * FLOAT;
    }

    private static long of(Origin origin) {
        var metadata = origin.metadata();
        return (long) metadata.toString().length() * JSON_CHARACTER;
    }

    private static long of(@Nullable String text) {
        return text == null ? 0 : (long) text.length() * CHARACTER;
    }
}
