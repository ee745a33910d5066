package io.calotype.diffusion.scheduler;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trajectory as safetensors: {@code latents} F32 [C,h,w], {@code history.0} (the newest) and following F32 [C,h,w],
 * {@code register.0} and following F32 [C,h,w] as far as the rule needs them at this step, and in the metadata the rule,
 * its settings' digest, the seed, the requested steps, how high they start, the first step and the steps done in calls of the model, and the
 * draws: how many fields of noise were taken from the generator, which determines its position.
 */
record SavedTrajectory(Safetensors file) {
    private static final String SCHEDULER = "scheduler";
    private static final String SETTINGS = "settings";
    private static final String SEED = "seed";
    private static final String STEPS = "steps";
    private static final String REACH = "reach";
    private static final String STEP = "step";
    private static final String FIRST = "first";
    private static final String DRAWS = "draws";
    private static final int OTHERS_DRAWS = 20;
    private static final String LATENTS = "latents";
    private static final String HISTORY = "history.";
    private static final String REGISTER = "register.";

    static Safetensors of(Trajectory image) {
        var origin = image.origin();
        var metadata = metadata(image);
        metadata.put(STEP, Integer.toString(image.step()));
        metadata.put(DRAWS, Integer.toString(image.memory().noise().draws()));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(LATENTS, Tensor.ofFloats(origin.shape(), image.latents()));
        var history = image.memory().history();
        for (int back = 0; back < history.size(); back++) {
            tensors.put(HISTORY + back, Tensor.ofFloats(origin.shape(), history.recall(back)));
        }
        for (int i = 0; i < image.memory().kept(); i++) {
            tensors.put(
                    REGISTER + i, Tensor.ofFloats(origin.shape(), image.memory().register(i)));
        }
        return new Safetensors(metadata, tensors);
    }

    /** Returns the same with another seed for the noise that is still to be drawn. */
    static Safetensors reseeded(Trajectory image, Seed seed) {
        var saved = of(image);
        var metadata = new LinkedHashMap<>(saved.metadata());
        metadata.put(SEED, seed.toString());
        return new Safetensors(metadata, saved.tensors());
    }

    private static Map<String, String> metadata(Trajectory image) {
        var origin = image.origin();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(SCHEDULER, origin.scheduler());
        metadata.put(SETTINGS, origin.settings());
        metadata.put(SEED, origin.seed().toString());
        metadata.put(STEPS, Integer.toString(image.schedule().requested()));
        metadata.put(REACH, Double.toString(origin.start().reach()));
        metadata.put(FIRST, Integer.toString(origin.first()));
        return metadata;
    }

    /** Returns whether it has the origin of another trajectory, so that restoring it allocates no more than that one has. */
    boolean hasOriginOf(Trajectory image) {
        var latents = file.tensors().get(LATENTS);
        return latents != null
                && latents.shape().equals(image.shape())
                && file.metadata().entrySet().containsAll(metadata(image).entrySet());
    }

    /** Returns what it started from, if this scheduler with these settings made it. */
    TrajectoryStart start(String scheduler, String settings) {
        requireSame(SCHEDULER, scheduler);
        requireSame(SETTINGS, settings);
        return new TrajectoryStart(
                Seed.parse(text(SEED)), file.require(LATENTS).shape(), number(STEPS, 1, Integer.MAX_VALUE), reach());
    }

    int first(Schedule schedule) {
        return number(FIRST, 0, schedule.steps() - 1);
    }

    int step(Schedule schedule) {
        return number(STEP, first(schedule), schedule.steps());
    }

    /**
     * Fills the trajectory's latents, history, registers and generator.
     *
     * @param predictions how many predictions of history there must be
     * @param registers how many registers
     */
    void fill(Trajectory image, int predictions, int registers) {
        int kept = file.tensors().size() - 1;
        if (kept != predictions + registers) {
            throw Refusal.of(
                    ProblemType.INVALID_TENSOR,
                    HISTORY,
                    kept + " tensors besides the latents; expected " + (predictions + registers));
        }
        read(LATENTS, image, image.latents());
        for (int back = predictions - 1; back >= 0; back--) {
            read(HISTORY + back, image, image.memory().history().push());
        }
        for (int i = 0; i < registers; i++) {
            read(REGISTER + i, image, image.memory().register(i));
        }
        image.memory().noise().skip(number(DRAWS, 1, image.step() + OTHERS_DRAWS));
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

    private double reach() {
        try {
            double value = Double.parseDouble(text(REACH));
            if (value > 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below, as is a number out of range.
        }
        throw Refusal.of(ProblemType.INVALID_TENSOR, REACH, REACH + " is not above 0 and at most 1");
    }

    private String text(String key) {
        var value = file.metadata().get(key);
        if (value == null) {
            throw Refusal.of(ProblemType.INVALID_TENSOR, key, "the metadata has no " + key);
        }
        return value;
    }
}
