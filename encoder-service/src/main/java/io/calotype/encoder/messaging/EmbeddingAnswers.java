package io.calotype.encoder.messaging;

import io.calotype.contracts.event.EmbeddingAnswer;
import io.calotype.contracts.event.EmbeddingQuestion;
import io.calotype.contracts.event.PictureEmbedded;
import io.calotype.contracts.event.PictureRequested;
import io.calotype.contracts.event.TextEmbedded;
import io.calotype.contracts.event.TextRequested;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.encoder.image.PictureEmbedder;
import io.calotype.encoder.text.PackText;
import io.calotype.inference.pack.ModelPack;
import io.calotype.stage.messaging.UnreadableRecord;
import jakarta.enterprise.context.ApplicationScoped;

/** Answers what a text means, or what a picture shows, to this process's pack. */
@ApplicationScoped
class EmbeddingAnswers {

    private final ModelPack pack;
    private final PackText text;
    private final PictureEmbedder pictures;

    EmbeddingAnswers(ModelPack pack, PackText text, PictureEmbedder pictures) {
        this.pack = pack;
        this.text = text;
        this.pictures = pictures;
    }

    EmbeddingAnswer to(EmbeddingQuestion question) {
        return question instanceof PictureRequested picture ? shown(picture) : meant((TextRequested) question);
    }

    private TextEmbedded meant(TextRequested asked) {
        var embedding = text.embed(asked.text());
        var direction = UnitVector.of("embedding", embedding.pooled())
                .orElseThrow(() -> new UnreadableRecord("its text has no embedding in " + pack.name()));
        return new TextEmbedded(
                asked.id(), pack.name(), pack.digest(), embedding.tokens().shown(), direction);
    }

    private PictureEmbedded shown(PictureRequested asked) {
        try {
            var embedding = pictures.embed(asked.picture());
            return new PictureEmbedded(asked.id(), pack.name(), pack.digest(), embedding, null);
        } catch (Refusal refusal) {
            return new PictureEmbedded(asked.id(), pack.name(), pack.digest(), null, refusal.problem());
        }
    }
}
