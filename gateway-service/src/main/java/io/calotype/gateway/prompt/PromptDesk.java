package io.calotype.gateway.prompt;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.messaging.EventPublisher;
import io.calotype.gateway.view.PromptView;
import io.calotype.gateway.webhook.Receivers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Where prompts are handed in. */
@ApplicationScoped
public class PromptDesk {

    /** The CloudEvents source of prompts that came over HTTP. */
    public static final String SOURCE = "/calotype/gateway";

    private final EventPublisher publisher;
    private final PromptBook book;
    private final Receivers receivers;

    PromptDesk(EventPublisher publisher, PromptBook book, Receivers receivers) {
        this.publisher = publisher;
        this.book = book;
        this.receivers = receivers;
    }

    /**
     * Publishes a prompt; its state once the broker has it, as this gateway knows it then.
     *
     * @throws io.calotype.contracts.problem.Refusal if it names a webhook that the operator does not allow
     */
    public Uni<PromptView> publish(PromptRequested prompt) {
        receivers.require(prompt.origin().webhook());
        var id = prompt.origin().promptId();
        return publisher.publish(Topics.PROMPTS, id, Events.of(prompt)).map(written -> {
            book.requested(prompt, written);
            return PromptView.of(book.find(id).orElseThrow().snapshot());
        });
    }
}
