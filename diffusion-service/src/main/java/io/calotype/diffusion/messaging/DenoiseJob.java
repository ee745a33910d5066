package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.diffusion.checkpoint.TrajectoryPlace;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.pack.EmbeddingCheck;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A record's image, checked and ready to denoise.
 *
 * @param embedded what the record holds
 * @param mayBeKept whether another process may have kept a trajectory of the image
 */
record DenoiseJob(ImageTensors embedded, Denoising denoising, ReceivedRecord record, boolean mayBeKept) {

    private static final String CALLS_BEFORE = "calls_before";

    ImageTask task() {
        return embedded.task();
    }

    /** The size of the pass that it is in. */
    ImageSize size() {
        return EmbeddingCheck.size(embedded);
    }

    /** Whether its latents are for a second pass, and not yet for the decoder. */
    boolean hasSecondPass() {
        return task().spec().hires() != null && !embedded.isSecondPass();
    }

    /** What the pass is to denoise: steps times megapixels. */
    double work() {
        return task().spec().megapixelSteps(embedded.isSecondPass());
    }

    /** Passed on with the latents. */
    @Nullable
    Tensor pooledPrompt() {
        return embedded.tensors().get(ImageTensors.POOLED_PROMPT_EMBEDS);
    }

    /** Calls of the model in an earlier pass, for progress alone. */
    int callsBefore() {
        var noted = embedded.notes().get(CALLS_BEFORE);
        return noted != null && noted.matches("\\d{1,4}")
                ? Math.min(Integer.parseInt(noted), Limits.MAX_MODEL_CALLS)
                : 0;
    }

    /** The same image on its way into its second pass. */
    ImageTensors secondPass(StageTimings timings) {
        var way = denoising.trajectory();
        var tensors = new HashMap<>(embedded.tensors());
        for (int i = 0; i < task().spec().controls().size(); i++) {
            tensors.remove(ImageTensors.control(i)); // they count in the first pass alone
        }
        tensors.put(ImageTensors.FIRST_PASS_LATENTS, Tensor.ofFloats(way.shape(), way.latents()));
        return new ImageTensors(task().with(timings), tensors, Map.of(CALLS_BEFORE, Integer.toString(way.steps())));
    }

    Context trace() {
        return record.trace();
    }

    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    TrajectoryPlace place() {
        return TrajectoryPlace.of(embedded);
    }
}
