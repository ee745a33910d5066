package io.calotype.stage.messaging;

import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.stage.ends.EndArbiter;
import io.calotype.stage.ends.UnreadableEnd;
import io.calotype.stage.telemetry.StageMetrics.Outcome;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * How every stage deals with the images of a record: an image that has ended gets its end again, one whose record was given up
 * fails, and only the others are made.
 */
@ApplicationScoped
public class ImageProtocol {

    private static final Logger LOG = Logger.getLogger(ImageProtocol.class);

    private final EndArbiter arbiter;
    private final EndPublisher ends;

    ImageProtocol(EndArbiter arbiter, EndPublisher ends) {
        this.arbiter = arbiter;
        this.ends = ends;
    }

    /**
     * Works on a record's images.
     *
     * @return completes when all effects are durable and the end of every image that has one is published; fails with
     *     {@link UnreadableEnd} after that if an image's end cannot be read
     */
    public CompletionStage<Outcome> work(Delivery delivery, List<RequestedImage> images, ImageWork work) {
        var open = new ArrayList<RequestedImage>();
        var repeated = new ArrayList<CompletionStage<?>>();
        var unreadable = new ArrayList<CompletionStage<?>>();
        for (var image : images) {
            try {
                arbiter.find(image.id())
                        .ifPresentOrElse(
                                end -> repeated.add(ends.repeat(image, end, delivery.trace())
                                        .thenAccept(told -> work.ended(image, told))),
                                () -> open.add(image));
            } catch (UnreadableEnd end) {
                unreadable.add(CompletableFuture.failedFuture(end));
            }
        }
        return all(repeated).thenCompose(told -> make(delivery, open, work)).thenCompose(outcome -> all(unreadable)
                .thenApply(read -> outcome));
    }

    /** Works on images without asking how they ended, as {@link #work} does with those that have not. */
    public CompletionStage<Outcome> make(Delivery delivery, List<RequestedImage> open, ImageWork work) {
        if (open.isEmpty()) {
            return CompletableFuture.completedFuture(Outcome.DONE);
        }
        return made(delivery, open, work)
                .thenApply(made -> Outcome.DONE)
                .exceptionallyCompose(thrown -> fail(delivery.trace(), reasons(open, Failures.cause(thrown)), work));
    }

    private static CompletionStage<Void> made(Delivery delivery, List<RequestedImage> open, ImageWork work) {
        try {
            return delivery.isGivenUp() ? CompletableFuture.failedFuture(gaveUp()) : work.make(open);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Refusal gaveUp() {
        var detail = "the process died each time that it worked on this, at last on nothing else";
        return Refusal.of(ProblemType.GAVE_UP, null, detail);
    }

    private static Map<RequestedImage, Throwable> reasons(List<RequestedImage> open, Throwable failure) {
        if (failure instanceof FailedImages some) {
            return some.reasons();
        }
        var reasons = new HashMap<RequestedImage, Throwable>();
        open.forEach(image -> reasons.put(image, failure));
        return reasons;
    }

    /** Ends images that fail before any work on them began. */
    public CompletionStage<Outcome> refuse(Delivery delivery, List<RequestedImage> images, Refusal refusal) {
        return fail(delivery.trace(), reasons(images, refusal), open -> CompletableFuture.completedFuture(null));
    }

    private CompletionStage<Outcome> fail(Context trace, Map<RequestedImage, Throwable> reasons, ImageWork work) {
        var ended = new ArrayList<CompletionStage<?>>();
        for (var reason : reasons.entrySet()) {
            var failure = Failures.cause(reason.getValue());
            if (Failures.isOfTheProcess(failure)) {
                return CompletableFuture.failedFuture(failure);
            }
            var image = reason.getKey();
            var problem = Failures.problem(failure);
            LOG.infof(
                    failure instanceof Refusal ? null : failure, "imageId=%s failed: %s", image.id(), problem.detail());
            ended.add(end(image, problem, trace).thenAccept(stands -> work.ended(image, stands)));
        }
        return all(ended).thenApply(told -> Outcome.REFUSED);
    }

    /** An image whose end cannot be read keeps none of the others from failing. */
    private CompletionStage<ImageEnd> end(RequestedImage image, Problem problem, Context trace) {
        try {
            return ends.fail(image, problem, trace);
        } catch (UnreadableEnd end) {
            return CompletableFuture.failedFuture(end);
        }
    }

    private static CompletionStage<Void> all(List<CompletionStage<?>> stages) {
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }
}
