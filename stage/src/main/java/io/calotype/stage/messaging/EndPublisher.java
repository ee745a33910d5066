package io.calotype.stage.messaging;

import io.calotype.contracts.event.Conflicts;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.topic.Topics;
import io.calotype.stage.config.StageConfig;
import io.calotype.stage.ends.EndArbiter;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Publishes the ends of images; every terminal event of a stage goes through it. */
@ApplicationScoped
public class EndPublisher {

    private static final Logger LOG = Logger.getLogger(EndPublisher.class);

    private final EndArbiter arbiter;
    private final Outbox outbox;
    private final Stage stage;

    @Inject
    EndPublisher(EndArbiter arbiter, Outbox outbox, StageConfig config) {
        this(arbiter, outbox, config.stage());
    }

    EndPublisher(EndArbiter arbiter, Outbox outbox, Stage stage) {
        this.arbiter = arbiter;
        this.outbox = outbox;
        this.stage = stage;
    }

    /**
     * Proposes an end and publishes the one that stands.
     *
     * @param image the request
     * @return the end that stands, once the broker has its event
     */
    public CompletionStage<ImageEnd> end(RequestedImage image, ImageEnd proposed, Context trace) {
        return repeat(image, arbiter.decide(proposed), trace);
    }

    /** Proposes that an image failed, with a problem that this stage found; see {@link #end}. */
    CompletionStage<ImageEnd> fail(RequestedImage image, Problem problem, Context trace) {
        return end(image, image.failed(problem.in(stage)), trace);
    }

    /**
     * Publishes an end again, the same bytes each time; a request that it does not answer gets a conflict instead.
     *
     * @return the end, once the broker has the event
     */
    CompletionStage<ImageEnd> repeat(RequestedImage image, ImageEnd end, Context trace) {
        return end.answers(image)
                ? outbox.publish(Topics.IMAGES, image.id().toString(), end.event(), trace)
                        .thenApply(published -> end)
                : conflict(image, trace).thenApply(published -> end);
    }

    /** Tells a request that another one has taken the image's id. */
    public CompletionStage<Void> conflict(RequestedImage image, Context trace) {
        LOG.infof(
                "imageId=%s belongs to another request than that of source=%s",
                image.id(), image.origin().source());
        return outbox.publish(Topics.IMAGES, image.id().toString(), Conflicts.event(image, stage), trace);
    }
}
