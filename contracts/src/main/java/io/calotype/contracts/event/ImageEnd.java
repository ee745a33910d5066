package io.calotype.contracts.event;

import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.cloudevents.CloudEvent;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an image ended: its terminal event, and whose request it answers. The object store keeps it.
 *
 * @param request digest of the request, see {@link RequestDigest}; null where the request could not be read
 * @param event completed, failed or cancelled
 */
public record ImageEnd(ImageId id, @Nullable String request, CloudEvent event) {
    private static final int MAX_BYTES = Limits.MAX_EVENT_BYTES + Limits.MAX_PREVIEW_BYTES;
    private static final String REQUEST = "request";
    private static final String EVENT = "event";

    /** Returns the end of an image whose picture is stored. */
    public static ImageEnd of(ImageCompleted completed) {
        var image = completed.task().image();
        return new ImageEnd(image.id(), image.digest(), Events.of(completed));
    }

    /** Tells whether this end is the one that a request waits for; an unreadable request may be any. */
    public boolean answers(RequestedImage image) {
        return request == null || image.digest() == null || request.equals(image.digest());
    }

    /** Tells whether the end is a completed picture under that key, enlarged or as it was drawn. */
    public boolean keeps(String objectKey) {
        return event.getType().equals(EventTypes.IMAGE_COMPLETED)
                && Events.imageOutcome(event) instanceof StoredImage stored
                && Stream.of(stored.picture(), stored.original())
                        .filter(Objects::nonNull)
                        .anyMatch(picture -> picture.key().equals(objectKey));
    }

    /** Returns the key of the object that holds the end: {@code ends/<image id>}. */
    public static String objectKey(ImageId id) {
        return BucketFolder.ENDS.prefix() + id;
    }

    /** Returns the largest object that holds an end, in bytes. */
    public static int maxBytes() {
        return MAX_BYTES;
    }

    /** Returns the object's JSON: the request's digest, and the event in structured mode. */
    public byte[] toJson() {
        var json = StrictJson.object();
        if (request != null) {
            json.put(REQUEST, request);
        }
        json.set(EVENT, Envelope.structured(event));
        return StrictJson.write(json);
    }

    /**
     * Reads the object's JSON; the same bytes give an event of the same bytes.
     *
     * @throws Refusal if it is no end
     */
    public static ImageEnd parse(ImageId id, byte[] json) {
        var fields = new JsonFields(StrictJson.parse(json, MAX_BYTES));
        var request = fields.text(REQUEST);
        return new ImageEnd(id, request, Envelope.read(fields.requireObject(EVENT)));
    }
}
