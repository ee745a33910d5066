package io.calotype.stage.messaging;

import io.calotype.contracts.event.ImageFailed;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.messaging.lifecycle.GivenBack;
import java.util.concurrent.CompletionException;

/** An image that this stage cannot make: its terminal state is {@code failed}, and its record is done with. */
public final class RefusedImage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ImageFailed failed;

    /** Carries the terminal state. */
    public RefusedImage(ImageFailed failed) {
        super(failed.id() + ": " + failed.problem().detail());
        this.failed = failed;
    }

    /** The terminal state to publish. */
    public ImageFailed failed() {
        return failed;
    }

    /** An image that fails with a problem. */
    public static RefusedImage of(ImageTask task, Problem problem) {
        return new RefusedImage(new ImageFailed(task.id(), task.origin(), problem));
    }

    /**
     * What a failure of an image's work means: a {@link Refusal} is the image's problem, work given up or refused already
     * stays as it is, and anything else is a failure inside this software, told by the exception's class alone.
     */
    static RuntimeException because(Throwable thrown, ImageTask task, String stage) {
        var failure = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure instanceof Refusal refusal) {
            return of(task, refusal.problem().in(stage));
        }
        if (failure instanceof RefusedImage || failure instanceof GivenBack) {
            return (RuntimeException) failure;
        }
        var detail = "the stage failed with " + failure.getClass().getSimpleName();
        var refused = of(task, new Problem(ProblemType.INTERNAL, detail, stage, null));
        refused.initCause(failure);
        return refused;
    }
}
