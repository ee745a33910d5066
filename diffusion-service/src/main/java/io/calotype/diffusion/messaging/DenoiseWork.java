package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.stage.messaging.Delivery;
import io.calotype.stage.messaging.StageWork;
import io.calotype.stage.messaging.TensorReceiver;
import io.calotype.stage.messaging.TensorWork;
import io.calotype.stage.steps.KeptSteps;
import io.calotype.stage.telemetry.StageMetrics.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;

/** One embedding in, one record for the decoder out, unless the image has ended or is paused. */
@ApplicationScoped
class DenoiseWork implements StageWork, TensorWork {

    private final TensorReceiver receiver;
    private final ResumableRuns runs;
    private final PausedRecords paused;
    private final KeptSteps steps;

    DenoiseWork(TensorReceiver receiver, ResumableRuns runs, PausedRecords paused, KeptSteps steps) {
        this.receiver = receiver;
        this.runs = runs;
        this.paused = paused;
        this.steps = steps;
    }

    @Override
    public CompletionStage<Outcome> process(Delivery delivery) {
        return receiver.receive(delivery, this);
    }

    @Override
    public CompletionStage<Void> make(ImageTensors embedded, Delivery delivery) {
        if (paused.isPaused(embedded.task().image())) {
            return paused.keep(embedded, delivery.record());
        }
        if (delivery.mayHaveBegun()) {
            paused.forget(embedded.task(), delivery.record());
        }
        return runs.run(embedded, delivery)
                .thenCompose(outcome -> paused.keepIfPaused(outcome, embedded, delivery.record()));
    }

    @Override
    public void ended(ImageTensors embedded, ImageEnd end) {
        runs.discard(embedded.task());
        steps.removeIfErased(embedded.task().id());
    }
}
