package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.diffusion.pack.EmbeddingCheck;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.stage.messaging.StageWork;
import io.calotype.stage.messaging.TensorRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One embedding in, one record for the decoder out, unless the picture is stored already. */
@ApplicationScoped
class DenoiseWork implements StageWork {

    private final TensorRecords records;
    private final ObjectStore store;
    private final EmbeddingCheck check;
    private final ImageRuns runs;

    DenoiseWork(TensorRecords records, ObjectStore store, EmbeddingCheck check, ImageRuns runs) {
        this.records = records;
        this.store = store;
        this.check = check;
        this.runs = runs;
    }

    @Override
    public CompletionStage<Void> process(ReceivedRecord record) {
        return records.receive(record, embedded -> work(record, embedded));
    }

    private CompletionStage<Void> work(ReceivedRecord record, ImageTensors embedded) {
        var task = embedded.task();
        if (isStored(task)) {
            return CompletableFuture.completedFuture(null);
        }
        record.requireNotGivenUp();
        var pooledPrompt = embedded.tensors().get(ImageTensors.POOLED_PROMPT_EMBEDS);
        return runs.run(new DenoiseJob(record, task, check.begin(embedded), pooledPrompt));
    }

    private boolean isStored(ImageTask task) {
        return store.stat(task.id().objectKey(task.spec().outputFormat())).isPresent();
    }
}
