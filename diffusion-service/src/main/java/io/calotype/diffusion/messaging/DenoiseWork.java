package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.diffusion.pack.EmbeddingCheck;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.messaging.Delivery;
import io.calotype.stage.messaging.StageWork;
import io.calotype.stage.messaging.TensorReceiver;
import io.calotype.stage.messaging.TensorWork;
import io.calotype.stage.telemetry.StageMetrics.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;

/** One embedding in, one record for the decoder out, unless the image has ended. */
@ApplicationScoped
class DenoiseWork implements StageWork, TensorWork {

    private final TensorReceiver receiver;
    private final EmbeddingCheck check;
    private final ImageRuns runs;

    DenoiseWork(TensorReceiver receiver, EmbeddingCheck check, ImageRuns runs) {
        this.receiver = receiver;
        this.check = check;
        this.runs = runs;
    }

    @Override
    public CompletionStage<Outcome> process(Delivery delivery) {
        return receiver.receive(delivery, this);
    }

    @Override
    public CompletionStage<Void> make(ImageTensors embedded, ReceivedRecord record) {
        var pooledPrompt = embedded.tensors().get(ImageTensors.POOLED_PROMPT_EMBEDS);
        return runs.run(new DenoiseJob(
                embedded.task(), check.begin(embedded), pooledPrompt, record.timestamp(), record.trace()));
    }

    @Override
    public void ended(ImageTensors embedded, ImageEnd end) {
        runs.discard(embedded.task());
    }
}
