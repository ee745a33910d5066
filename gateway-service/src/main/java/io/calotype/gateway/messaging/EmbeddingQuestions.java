package io.calotype.gateway.messaging;

import io.calotype.contracts.event.EmbeddingAnswer;
import io.calotype.contracts.event.EmbeddingQuestion;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.broker.BrokerAway;
import io.calotype.gateway.broker.EventPublisher;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the encoders what texts mean and what pictures show.
 *
 * <p>A question is repeated under the same id when no answer comes for a while: an answer sent before this gateway got its
 * partition is missed.
 */
@ApplicationScoped
public class EmbeddingQuestions {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int TIMES = 4;
    private static final int AT_A_TIME = 256;

    private final EventPublisher publisher;
    private final Map<String, CompletableFuture<EmbeddingAnswer>> asked = new ConcurrentHashMap<>();

    EmbeddingQuestions(EventPublisher publisher) {
        this.publisher = publisher;
    }

    /** Returns the answer, on a worker thread; fails with {@link NoAnswer} or {@link BrokerAway}. */
    public Uni<EmbeddingAnswer> ask(EmbeddingQuestion question) {
        if (asked.size() >= AT_A_TIME) {
            return Uni.createFrom().failure(new NoAnswer("too many questions wait for the encoder"));
        }
        var answer = new CompletableFuture<EmbeddingAnswer>();
        asked.put(question.id(), answer);
        return publisher
                .publish(Topics.TEXTS, question.id(), Events.of(question))
                .chain(() -> Uni.createFrom()
                        .completionStage(answer::copy)
                        .ifNoItem()
                        .after(PATIENCE)
                        .fail())
                .onFailure(TimeoutException.class)
                .retry()
                .atMost(TIMES - 1)
                .onFailure(TimeoutException.class)
                .transform(late -> new NoAnswer("no encoder of the model " + question.model() + " answers"))
                .onTermination()
                .invoke(() -> asked.remove(question.id()))
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    /** Takes an answer; one to a question of another gateway is passed over. */
    void answered(EmbeddingAnswer answer) {
        var waiting = asked.get(answer.id());
        if (waiting != null) {
            waiting.complete(answer);
        }
    }
}
