package io.calotype.contracts.event;

import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.spec.ImageId;
import io.cloudevents.CloudEvent;
import org.jspecify.annotations.Nullable;

/** What takes the place of an image's end when the image is erased: a failure that holds nothing of the request. */
public final class Erasure {

    private static final String MARK = "/erased";
    private static final String DETAIL =
            "the image was erased; records of it are in the topics until their retention is over";

    private Erasure() {}

    /**
     * Returns the event that tells readers of terminal events; its id is its own, so that those who drop repeated events read it.
     *
     * @param source of the request
     */
    public static CloudEvent event(ImageId id, String source) {
        var data = ImageJson.write(failed(id, source));
        return Events.builder(EventTypes.IMAGE_FAILED, id + MARK, id.toString(), data)
                .build();
    }

    /** Returns the end that is stored from now on, so that the same request never makes the picture again. */
    public static ImageEnd end(ImageId id, @Nullable String request, String source) {
        return new ImageEnd(id, request, Events.of(failed(id, source)));
    }

    /** Tells whether an image ended by being erased. */
    public static boolean isEnd(@Nullable ImageOutcome outcome) {
        return outcome instanceof ImageFailed failed && failed.problem().type() == ProblemType.ERASED;
    }

    /** Tells whether that is the end of an erased image. */
    public static boolean isEnd(ImageEnd end) {
        return end.event().getType().equals(EventTypes.IMAGE_FAILED) && isEnd(Events.imageOutcome(end.event()));
    }

    private static ImageFailed failed(ImageId id, String source) {
        var problem = new Problem(ProblemType.ERASED, DETAIL, null, null);
        return new ImageFailed(id, Origin.of(id.promptId(), source), problem);
    }
}
