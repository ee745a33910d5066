package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.OutputFormat;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a completed event that say where its picture is, and where it is as it was drawn.
 *
 * <p>An event that names another object than the image's own pictures is refused: the bucket holds prompts as well.
 */
final class StoredPictureJson {
    private static final String ORIGINAL = "original";

    private StoredPictureJson() {}

    static void write(ObjectNode json, StoredPicture picture, @Nullable StoredPicture original) {
        json.put("bucket", picture.bucket());
        put(json, picture);
        if (picture.safety() != null) {
            json.put(Safety.FIELD, picture.safety().jsonName());
        }
        if (original != null) {
            put(json.putObject(ORIGINAL), original);
        }
    }

    private static void put(ObjectNode json, StoredPicture picture) {
        json.put("key", picture.key())
                .put("sha256", picture.sha256())
                .put("size", picture.size())
                .put("content_type", picture.contentType());
    }

    static StoredPicture read(JsonFields fields, ImageId id) {
        var safety = fields.text(Safety.FIELD);
        return read(fields, fields.requireText("bucket"), id::objectKey, safety == null ? null : Safety.parse(safety));
    }

    static @Nullable StoredPicture readOriginal(JsonFields fields, ImageId id, StoredPicture enlarged) {
        var original = fields.object(ORIGINAL);
        return original == null
                ? null
                : read(new JsonFields(original), enlarged.bucket(), id::originalKey, enlarged.safety());
    }

    private static StoredPicture read(
            JsonFields fields, String bucket, Function<OutputFormat, String> keys, @Nullable Safety safety) {
        var key = fields.requireText("key");
        if (Arrays.stream(OutputFormat.values()).map(keys).noneMatch(key::equals)) {
            throw Refusal.of(ProblemType.MALFORMED_EVENT, "key", "key is not that of the image's own picture");
        }
        return new StoredPicture(
                bucket,
                key,
                fields.requireText("sha256"),
                fields.requireInteger("size", 0, Integer.MAX_VALUE),
                fields.requireText("content_type"),
                safety);
    }
}
