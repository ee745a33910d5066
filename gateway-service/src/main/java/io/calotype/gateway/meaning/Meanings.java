package io.calotype.gateway.meaning;

import io.calotype.contracts.event.TextEmbedded;
import io.calotype.contracts.event.TextRequested;
import io.calotype.gateway.messaging.NoAnswer;
import io.calotype.gateway.messaging.TextQuestions;
import io.calotype.gateway.problem.ApiFailure;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** What texts mean to models. */
@ApplicationScoped
public class Meanings {

    private final TextQuestions questions;

    Meanings(TextQuestions questions) {
        this.questions = questions;
    }

    /**
     * Returns what a text means to a model, on a worker thread; fails with {@link ApiFailure} when no encoder answers.
     *
     * @throws io.calotype.contracts.problem.Refusal if it can be neither
     */
    public Uni<TextEmbedded> of(String model, String text) {
        return questions
                .ask(new TextRequested(UUID.randomUUID().toString(), model, text))
                .onFailure(NoAnswer.class)
                .transform(none -> ApiFailure.unavailable(String.valueOf(none.getMessage())));
    }
}
