package io.calotype.diffusion.scheduler;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trajectory as safetensors: {@code latents} F32 [C,h,w], {@code history.0} (the newest) and following F32 [C,h,w],
 * and in the metadata the rule, its settings' digest, the seed, the steps asked for and the steps done.
 *
 * <p>A rule that draws noise needs nothing more: its noise is keyed by seed and step.
 */
record SavedTrajectory(Safetensors file) {
    private static final String SCHEDULER = "scheduler";
    private static final String SETTINGS = "settings";
    private static final String SEED = "seed";
    private static final String STEPS = "steps";
    private static final String STEP = "step";
    private static final String LATENTS = "latents";
    private static final String HISTORY = "history.";

    static Safetensors of(Trajectory image) {
        var origin = image.origin();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(SCHEDULER, origin.scheduler());
        metadata.put(SETTINGS, origin.settings());
        metadata.put(SEED, origin.seed().toString());
        metadata.put(STEPS, Integer.toString(image.schedule().requested()));
        metadata.put(STEP, Integer.toString(image.step()));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(LATENTS, Tensor.ofFloats(origin.shape(), image.latents()));
        for (int back = 0; back < image.history().size(); back++) {
            tensors.put(
                    HISTORY + back,
                    Tensor.ofFloats(origin.shape(), image.history().recall(back)));
        }
        return new Safetensors(metadata, tensors);
    }

    /** Returns where it began, if it is of this rule with these settings. */
    TrajectoryStart start(String scheduler, String settings) {
        requireSame(SCHEDULER, scheduler);
        requireSame(SETTINGS, settings);
        return new TrajectoryStart(
                Seed.parse(text(SEED)), file.require(LATENTS).shape(), number(STEPS, 1, Integer.MAX_VALUE));
    }

    int step(Schedule schedule) {
        return number(STEP, 0, schedule.steps());
    }

    /** Fills the trajectory's latents and history. */
    void fill(Trajectory image) {
        read(LATENTS, image, image.latents());
        int kept = file.tensors().size() - 1;
        int expected = Math.min(image.step(), image.history().depth());
        if (kept != expected) {
            throw Refusal.of(ProblemType.INVALID_TENSOR, HISTORY, kept + " tensors of history; expected " + expected);
        }
        for (int back = kept - 1; back >= 0; back--) {
            read(HISTORY + back, image, image.history().push());
        }
    }

    private void read(String name, Trajectory image, float[] into) {
        file.require(name)
                .requireShape(name, DType.F32, image.shape().toArray())
                .requireFinite(name)
                .floats()
                .get(into);
    }

    private void requireSame(String key, String expected) {
        if (!expected.equals(text(key))) {
            throw Refusal.of(
                    ProblemType.PACK_MISMATCH, key, "saved with " + key + " " + text(key) + "; here it is " + expected);
        }
    }

    private int number(String key, int least, int most) {
        try {
            int value = Integer.parseInt(text(key));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below, as is a number out of range.
        }
        throw Refusal.of(ProblemType.INVALID_TENSOR, key, key + " is not a whole number, " + least + " to " + most);
    }

    private String text(String key) {
        var value = file.metadata().get(key);
        if (value == null) {
            throw Refusal.of(ProblemType.INVALID_TENSOR, key, "the metadata has no " + key);
        }
        return value;
    }
}
