package io.calotype.contracts.event;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.stage.Stage;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Events for requests about an image that belongs to another request: a failure of the request, and no end of the image. */
public final class Conflicts {

    private static final String MARK = "/conflict/";
    private static final int DIGITS = 16;

    private Conflicts() {}

    /**
     * Returns the event for a request whose image id another request has taken; its id is its own, and the image's end stays.
     *
     * @param stage the stage that found it
     */
    public static CloudEvent event(RequestedImage image, Stage stage) {
        var detail = "the id belongs to another request: another source, or other parameters";
        var failed =
                new ImageFailed(image.id(), image.origin(), new Problem(ProblemType.CONFLICT, detail, stage, "id"));
        var subject = Events.subject(image.id(), image.origin());
        return Events.builder(EventTypes.IMAGE_FAILED, eventId(image), subject, ImageJson.write(failed))
                .build();
    }

    /** Returns the event for an erasure of an image that belongs to another source, and stays. */
    public static CloudEvent event(ErasureRequested erasure, ImageId id) {
        var detail = "the image belongs to another source, and was not erased";
        var origin = Origin.of(id.promptId(), erasure.source());
        var failed = new ImageFailed(id, origin, new Problem(ProblemType.CONFLICT, detail, null, "source"));
        var asked = Sha256.hex((erasure.source() + " " + erasure.id()).getBytes(StandardCharsets.UTF_8));
        var eventId = id + MARK + asked.substring(0, DIGITS);
        return Events.builder(EventTypes.IMAGE_FAILED, eventId, id.toString(), ImageJson.write(failed))
                .build();
    }

    /** Returns the id of the event that a request gets whose image id another request has taken. */
    public static String eventId(RequestedImage image) {
        var digest = Objects.requireNonNull(image.digest(), "an unreadable request conflicts with none");
        return image.id() + MARK + digest.substring(0, DIGITS);
    }

    /** Tells whether a terminal event is no end of its image, but says that a request conflicts with another. */
    public static boolean isConflict(CloudEvent event) {
        return event.getId().contains(MARK);
    }
}
