package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.contracts.tensor.UnitVector;

/** The JSON of questions and answers about pictures. */
final class PictureQuestionJson {
    private static final String ID = "picture_id";
    private static final String MODEL = "model";
    private static final String PICTURE = "picture";
    private static final String PACK_DIGEST = "pack_digest";
    private static final String EMBEDDING = "embedding";
    private static final String PROBLEM = "problem";

    private PictureQuestionJson() {}

    static ObjectNode write(PictureRequested event) {
        return StrictJson.object()
                .put(ID, event.id())
                .put(MODEL, event.model())
                .put(PICTURE, event.picture().text());
    }

    static PictureRequested readRequested(JsonFields fields) {
        var requested = new PictureRequested(
                fields.requireText(ID),
                fields.requireText(MODEL),
                PictureReference.parse(PICTURE, fields.requireText(PICTURE)));
        fields.refuseOthers();
        return requested;
    }

    static ObjectNode write(PictureEmbedded event) {
        var json = StrictJson.object()
                .put(ID, event.id())
                .put(MODEL, event.model())
                .put(PACK_DIGEST, event.packDigest());
        if (event.embedding() != null) {
            json.put(EMBEDDING, event.embedding().base64());
        }
        if (event.problem() != null) {
            json.set(PROBLEM, ProblemJson.write(event.problem()));
        }
        return json;
    }

    /** Passes over fields that a later version may add. */
    static PictureEmbedded readEmbedded(JsonFields fields) {
        var embedding = fields.text(EMBEDDING);
        var problem = fields.object(PROBLEM);
        if ((embedding == null) == (problem == null)) {
            throw Refusal.of(
                    ProblemType.MALFORMED_EVENT, EMBEDDING, "the answer has no embedding, or a problem as well");
        }
        return new PictureEmbedded(
                fields.requireText(ID),
                fields.requireText(MODEL),
                fields.requireText(PACK_DIGEST),
                embedding == null ? null : UnitVector.parse(EMBEDDING, embedding),
                problem == null ? null : ProblemJson.read(new JsonFields(problem)));
    }
}
