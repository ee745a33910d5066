package io.calotype.gateway.openai;

import static org.awaitility.Awaitility.await;

import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.book.PromptSnapshot;
import io.calotype.gateway.testing.GatewayTestCase;
import io.calotype.messaging.store.ObjectStore;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A test of OpenAI's operations, which wait for their pictures; each test has a text of its own. */
abstract class PictureTestCase extends GatewayTestCase {

    static final Duration LIMIT = Duration.ofSeconds(20);

    final String text = "an apple " + UUID.randomUUID();

    @Inject
    ObjectStore store;

    @Inject
    PromptBook book;

    /** The prompt with this test's text, as it was published. */
    final PromptRequested prompt() {
        return prompt(text);
    }

    final PromptRequested prompt(String words) {
        return await().atMost(LIMIT)
                .until(
                        () -> book.newestFirst()
                                .map(PromptSnapshot::request)
                                .filter(prompt -> prompt != null
                                        && prompt.parameters().prompt().equals(words))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    final PromptParameters asked() {
        return prompt().parameters();
    }

    final String promptId() {
        return prompt().origin().promptId();
    }

    /** Completes the first image of a prompt. */
    final void draw(String id) {
        store.putIfAbsent("images/" + id + "/0.png", bytes(), "image/png", Map.of());
        pipeline.completed(id, 0);
    }

    final byte[] bytes() {
        return ("not quite a picture of " + text).getBytes(StandardCharsets.UTF_8);
    }
}
