package io.calotype.gateway.webhook;

import io.calotype.messaging.admission.Admission;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Calls receivers until they accept a message or the attempts are used up.
 *
 * <p>Attempts are not stored: after a restart they start over.
 */
@ApplicationScoped
class Deliveries {

    private static final Logger LOG = Logger.getLogger(Deliveries.class);
    private static final double JITTER = 0.2;

    private final WebhookClient client;
    private final List<Duration> pauses;
    private final MeterRegistry registry;
    private final Admission sending;

    Deliveries(WebhookClient client, WebhookConfig config, MeterRegistry registry) {
        this.client = client;
        this.pauses = List.copyOf(config.pauses());
        this.registry = registry;
        this.sending = new Admission(config.sending());
    }

    /** Delivers a message; returns whether the receiver accepted it. Never fails. */
    Uni<Boolean> deliver(WebhookMessage message, Receiver receiver) {
        return attempt(message, receiver, 0);
    }

    private Uni<Boolean> attempt(WebhookMessage message, Receiver receiver, int before) {
        return Uni.createFrom()
                .completionStage(sending::enter)
                .chain(place -> client.post(message, receiver).onTermination().invoke(place::leave))
                .onItemOrFailure()
                .transformToUni((answer, failure) -> {
                    if (answer != null && answer.delivered()) {
                        return ended(message, receiver, "delivered");
                    }
                    var why = answer == null ? name(failure) : "HTTP " + answer.status();
                    LOG.debugf("imageId=%s receiver=%s attempt=%d %s", message.imageId(), receiver.name(), before, why);
                    boolean forGood = failure instanceof AddressNotAllowed || (answer != null && answer.unwanted());
                    if (forGood || before == pauses.size()) {
                        LOG.warnf("imageId=%s receiver=%s not delivered: %s", message.imageId(), receiver.name(), why);
                        return ended(message, receiver, "given-up");
                    }
                    count("again", receiver);
                    var pause = pause(before, answer == null ? Duration.ZERO : answer.retryAfter());
                    return Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(pause)
                            .chain(() -> attempt(message, receiver, before + 1));
                });
    }

    /** A receiver may ask for a longer pause than planned, up to the longest of the configured ones. */
    private Duration pause(int before, Duration retryAfter) {
        var planned = pauses.get(before);
        var longest = pauses.get(pauses.size() - 1);
        var wanted = retryAfter.compareTo(longest) > 0 ? longest : retryAfter;
        var pause = wanted.compareTo(planned) > 0 ? wanted : planned;
        return pause.plusMillis(
                (long) (pause.toMillis() * JITTER * ThreadLocalRandom.current().nextDouble()));
    }

    private Uni<Boolean> ended(WebhookMessage message, Receiver receiver, String result) {
        LOG.debugf("imageId=%s receiver=%s %s", message.imageId(), receiver.name(), result);
        count(result, receiver);
        return Uni.createFrom().item(result.equals("delivered"));
    }

    private void count(String result, Receiver receiver) {
        registry.counter("calotype.webhooks", "result", result, "receiver", receiver.name())
                .increment();
    }

    /** The class alone: messages of connection errors contain addresses. */
    private static String name(Throwable failure) {
        return failure.getClass().getSimpleName();
    }
}
