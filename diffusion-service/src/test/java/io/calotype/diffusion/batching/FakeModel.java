package io.calotype.diffusion.batching;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.denoise.BatchKey;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.denoise.Guidance;
import io.calotype.diffusion.denoise.PromptEmbedding;
import io.calotype.diffusion.denoise.StepModel;
import io.calotype.diffusion.schedule.TrajectoryStart;
import io.calotype.diffusion.scheduler.Scheduler;
import io.calotype.diffusion.scheduler.SchedulerFactory;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** A model without a network: predicts one number everywhere and writes down who shared which call. */
final class FakeModel implements StepModel {

    static final Scheduler EULER = SchedulerFactory.create(
            JsonNodeFactory.instance.objectNode().put("_class_name", "FlowMatchEulerDiscreteScheduler"), "");
    private static final PromptEmbedding PROMPT = new PromptEmbedding(new float[0], new long[0], new float[0]);

    final List<List<Denoising>> calls = new ArrayList<>();
    float prediction;

    List<Integer> batchSizes() {
        return calls.stream().map(List::size).toList();
    }

    @Override
    public void step(List<Denoising> images) {
        calls.add(List.copyOf(images));
        for (var image : images) {
            var output = FloatBuffer.allocate((int) image.trajectory().shape().elementCount());
            while (output.hasRemaining()) {
                output.put(prediction);
            }
            image.scheduler().step(image.trajectory(), output.flip());
        }
    }

    static Denoising image(int steps, Shape shape, boolean guided) {
        var way = EULER.begin(new TrajectoryStart(new Seed(7), shape, steps));
        return new Denoising(
                EULER, way, PROMPT, guided ? PROMPT : null, new Guidance(3, 0), null, new BatchKey(shape, 48));
    }

    static Denoising image(int steps) {
        return image(steps, Shape.of(1, 2, 2), false);
    }
}
