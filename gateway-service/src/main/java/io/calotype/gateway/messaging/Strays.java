package io.calotype.gateway.messaging;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.broker.EventPublisher;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Prompts that were reported as failed although the broker may have them.
 *
 * <p>If the broker disappears after it wrote a record and before it acknowledged it, the prompt exists although its sender got
 * an error. When the gateway reads such a prompt, it cancels it.
 */
@ApplicationScoped
public class Strays {

    private static final Logger LOG = Logger.getLogger(Strays.class);
    private static final int LIMIT = 10_000;

    private static final int TRIES = 20;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final EventPublisher publisher;
    private final PromptBook book;
    private final Set<String> ids = new LinkedHashSet<>();

    Strays(EventPublisher publisher, PromptBook book) {
        this.publisher = publisher;
        this.book = book;
    }

    /** Remembers a prompt whose sender was told that it was not accepted. */
    public void add(String promptId) {
        remember(promptId);
        book.find(promptId).ifPresent(known -> seen(promptId, known.owner()));
    }

    private synchronized void remember(String promptId) {
        ids.add(promptId);
        if (ids.size() > LIMIT) {
            ids.remove(ids.iterator().next());
        }
    }

    private synchronized boolean forget(String promptId) {
        return ids.remove(promptId);
    }

    void seen(String promptId, String source) {
        if (forget(promptId)) {
            LOG.infof("promptId=%s was written although the broker did not acknowledge it; cancelling it", promptId);
            publisher
                    .publish(Topics.CANCELLATIONS, promptId, Events.of(new PromptCancelled(promptId, source)))
                    .onFailure()
                    .retry()
                    .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                    .atMost(TRIES)
                    .subscribe()
                    .with(written -> {}, failure -> LOG.warnf("promptId=%s could not be cancelled", promptId));
        }
    }
}
