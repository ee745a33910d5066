package io.calotype.gateway.meaning;

import io.calotype.contracts.event.EmbeddingAnswer;
import io.calotype.contracts.event.EmbeddingQuestion;
import io.calotype.contracts.event.PictureEmbedded;
import io.calotype.contracts.event.PictureRequested;
import io.calotype.contracts.event.TextEmbedded;
import io.calotype.contracts.event.TextRequested;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.gateway.messaging.EmbeddingQuestions;
import io.calotype.gateway.messaging.NoAnswer;
import io.calotype.gateway.problem.ApiFailure;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** What texts mean and what pictures show to models; their encoders are asked. */
@ApplicationScoped
public class Meanings {

    private final EmbeddingQuestions questions;

    Meanings(EmbeddingQuestions questions) {
        this.questions = questions;
    }

    /**
     * Returns what a text means to a model, on a worker thread; fails with {@link ApiFailure} when no encoder answers.
     *
     * @throws Refusal if it can be neither
     */
    public Uni<TextEmbedded> of(String model, String text) {
        return ask(new TextRequested(newId(), model, text)).map(TextEmbedded.class::cast);
    }

    /**
     * Returns what a picture shows to a model, on a worker thread; fails with {@link ApiFailure} when no encoder answers, and with
     * {@link Refusal} for what is no picture, and from a model without image encoder.
     */
    Uni<UnitVector> shown(String model, PictureReference picture) {
        return ask(new PictureRequested(newId(), model, picture))
                .map(PictureEmbedded.class::cast)
                .map(Meanings::embedding);
    }

    private static UnitVector embedding(PictureEmbedded answer) {
        if (answer.embedding() != null) {
            return answer.embedding();
        }
        if (answer.problem() != null) {
            throw new Refusal(answer.problem());
        }
        throw new IllegalStateException("an answer without embedding has a problem");
    }

    private Uni<EmbeddingAnswer> ask(EmbeddingQuestion question) {
        return questions
                .ask(question)
                .onFailure(NoAnswer.class)
                .transform(none -> ApiFailure.unavailable(String.valueOf(none.getMessage())));
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
