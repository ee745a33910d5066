package io.calotype.stage.messaging;

import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import java.util.List;

/** A record that cannot be parsed: it becomes a dead letter with this message, which never contains the record's content. */
public final class UnreadableRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient List<RequestedImage> images;

    /** Names what is wrong with a record that names no image. */
    public UnreadableRecord(String reason) {
        this(new Problem(ProblemType.MALFORMED_EVENT, reason, null, null), List.of());
    }

    /**
     * Names what is wrong with the record's form.
     *
     * @param images those that the record names nevertheless; they fail
     */
    public UnreadableRecord(Problem problem, List<RequestedImage> images) {
        super(problem.detail());
        this.problem = problem;
        this.images = List.copyOf(images);
    }

    /** Returns what is wrong. */
    public Problem problem() {
        return problem;
    }

    /** Returns the images that fail with the record. */
    public List<RequestedImage> images() {
        return images;
    }
}
