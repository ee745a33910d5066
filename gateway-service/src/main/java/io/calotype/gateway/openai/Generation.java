package io.calotype.gateway.openai;

import io.calotype.gateway.book.PromptEntry;
import io.calotype.gateway.prompt.PromptDesk;
import io.calotype.gateway.prompt.Submission;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestMulti;

/**
 * Publishes a request for pictures and answers when they are stored, or with progress events.
 *
 * <p>A prompt without an idempotency key belongs to the one request that waits for it, and is cancelled when its client goes
 * away or the request times out. A prompt with one belongs to every request that has the key, those to come included, and
 * goes on.
 */
@ApplicationScoped
class Generation {

    /**
     * The prompt, and the form of the answer.
     *
     * @param base the address that the pictures' addresses are relative to
     */
    record Order(GenerationRequest request, Submission submission, ImageEvent.Task task, URI base) {}

    private static final Logger LOG = Logger.getLogger(Generation.class);

    private final ModelAliases aliases;
    private final PromptDesk desk;
    private final GenerationReply replies;

    Generation(ModelAliases aliases, PromptDesk desk, GenerationReply replies) {
        this.aliases = aliases;
        this.desk = desk;
        this.replies = replies;
    }

    RestMulti<byte[]> of(Uni<Order> order) {
        return RestMulti.fromUniResponse(order.flatMap(this::reply), Reply::body, Reply::headers, Reply::status);
    }

    private Uni<Reply> reply(Order order) {
        aliases.resolve(order.submission().json());
        return desk.accept(order.submission()).flatMap(entry -> {
            Runnable abandon = order.submission().key().isEmpty() ? () -> cancel(entry) : () -> {};
            return reply(order, entry, abandon)
                    .onCancellation()
                    .invoke(abandon)
                    .onFailure(GenerationReply::isTimeout)
                    .invoke(abandon);
        });
    }

    private Uni<Reply> reply(Order order, PromptEntry entry, Runnable abandon) {
        return order.request().stream()
                ? Uni.createFrom().item(replies.events(entry, order.request(), order.task(), abandon))
                : replies.whole(entry, order.request(), order.base());
    }

    private void cancel(PromptEntry entry) {
        desk.cancel(entry)
                .subscribe()
                .with(
                        cancelled -> LOG.debugf("promptId=%s cancelled: nobody waits for it", entry.id()),
                        failure ->
                                LOG.debugf("promptId=%s could not be cancelled: %s", entry.id(), failure.getMessage()));
    }
}
