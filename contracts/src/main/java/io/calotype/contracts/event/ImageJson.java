package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The JSON of the events about one image; its readers pass over fields that a later version may add. */
final class ImageJson {
    private static final String PREVIEW = "preview";

    private ImageJson() {}

    static ObjectNode write(ImageCompleted event) {
        var json = OriginJson.write(event.task().id(), event.task().origin());
        TaskJson.writePublic(json, event.task());
        StoredPictureJson.write(json, event.picture(), event.original());
        if (event.meaning() != null) {
            TextJson.write(json, event.meaning());
        }
        if (event.shown() != null) {
            ImageMeaningJson.write(json, event.shown());
        }
        return json;
    }

    static StoredImage readCompleted(JsonFields fields) {
        var id = OriginJson.readId(fields);
        var picture = StoredPictureJson.read(fields, id);
        return new StoredImage(
                id,
                OriginJson.readOrigin(fields, id),
                fields.requireText("model"),
                fields.requireText("pack_digest"),
                SpecJson.readSize(fields),
                SpecJson.readSampling(fields),
                TimingsJson.read(fields),
                picture,
                TextJson.readMeaning(fields),
                ImageMeaningJson.read(fields),
                SpecJson.readUpscale(fields),
                StoredPictureJson.readOriginal(fields, id, picture),
                HiresJson.read(fields),
                ControlJson.readUses(fields));
    }

    static ObjectNode write(ImageFailed event) {
        var json = OriginJson.write(event.id(), event.origin());
        json.set("problem", ProblemJson.write(event.problem()));
        return json;
    }

    static ImageFailed readFailed(JsonFields fields) {
        var id = OriginJson.readId(fields);
        var problem = ProblemJson.read(new JsonFields(fields.requireObject("problem")));
        return new ImageFailed(id, OriginJson.readOrigin(fields, id), problem);
    }

    static ObjectNode write(ImageCancelled event) {
        var json = OriginJson.write(event.id(), event.origin());
        return event.reason() == null ? json : json.put(CancelReason.FIELD, event.reason());
    }

    static ImageCancelled readCancelled(JsonFields fields) {
        var id = OriginJson.readId(fields);
        return new ImageCancelled(id, OriginJson.readOrigin(fields, id), fields.text(CancelReason.FIELD));
    }

    static ObjectNode write(ImageProgress event) {
        var json = OriginJson.write(event.id(), event.origin())
                .put(StageJson.FIELD, event.stage().jsonName())
                .put("step", event.step())
                .put("steps", event.steps());
        var preview = event.preview();
        if (preview != null) {
            json.put(PREVIEW, Base64.getEncoder().encodeToString(preview)).put("preview_type", event.previewType());
        }
        var tokens = event.tokens();
        if (tokens != null) {
            TextJson.putTokens(json, tokens);
        }
        WarningsJson.write(json, event.warnings());
        return json;
    }

    static ImageProgress readProgress(JsonFields fields) {
        var id = OriginJson.readId(fields);
        return new ImageProgress(
                id,
                OriginJson.readOrigin(fields, id),
                JsonFields.require(StageJson.FIELD, StageJson.read(fields)),
                fields.requireInteger("step", 0, Limits.MAX_PROGRESS),
                fields.requireInteger("steps", 0, Limits.MAX_PROGRESS),
                readPreview(fields.text(PREVIEW)),
                fields.text("preview_type"),
                TextJson.readTokens(fields),
                WarningsJson.read(fields));
    }

    private static byte @Nullable [] readPreview(@Nullable String base64) {
        try {
            return base64 == null ? null : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(ProblemType.MALFORMED_EVENT, PREVIEW, "preview is not Base64");
        }
    }
}
