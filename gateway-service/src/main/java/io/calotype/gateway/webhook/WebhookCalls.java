package io.calotype.gateway.webhook;

import io.calotype.contracts.event.ImageOutcome;
import io.calotype.gateway.messaging.ImageEnds;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Decides whether an image's end is a webhook call. */
@ApplicationScoped
public class WebhookCalls implements ImageEnds {

    private static final Logger LOG = Logger.getLogger(WebhookCalls.class);

    private final WebhookConfig config;
    private final Receivers receivers;
    private final WebhookMessages messages;
    private final Deliveries deliveries;

    WebhookCalls(Receivers receivers, WebhookMessages messages, Deliveries deliveries, WebhookConfig config) {
        this.config = config;
        this.receivers = receivers;
        this.messages = messages;
        this.deliveries = deliveries;
    }

    @Override
    public int atATime() {
        return config.waiting();
    }

    /** Tells whether an image's sender named a webhook. */
    @Override
    public boolean concern(ImageOutcome outcome) {
        return outcome.origin().webhook() != null;
    }

    /** Completes when the receiver has answered or the attempts are used up; one that is not allowed is not called. */
    @Override
    public Uni<Void> work(ImageOutcome outcome, Instant at) {
        var webhook = outcome.origin().webhook();
        if (webhook == null) {
            return Uni.createFrom().voidItem();
        }
        var receiver = receivers.at(webhook);
        if (receiver.isEmpty()) {
            LOG.warnf("imageId=%s names a webhook that is not allowed", outcome.id());
            return Uni.createFrom().voidItem();
        }
        return deliveries
                .deliver(messages.of(outcome, webhook, at), receiver.get())
                .replaceWithVoid();
    }
}
