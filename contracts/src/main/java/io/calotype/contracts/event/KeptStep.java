package io.calotype.contracts.event;

import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.tensor.SafetensorsWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/**
 * An image as it was after one of its steps, from which others branch off.
 *
 * @param task the image's own
 * @param step how many calls of the model were done
 * @param partial whether the image repaints only a part of a picture
 * @param trajectory its latents, and what its scheduler remembers
 */
public record KeptStep(ImageTask task, int step, boolean partial, Safetensors trajectory) {
    private static final String TASK = "calotype";
    private static final String STEP = "kept_step";
    private static final String PARTIAL = "partial";

    /**
     * Reads a step's file.
     *
     * @throws Refusal if it is not valid
     */
    public static KeptStep parse(ByteBuffer file) {
        var content = SafetensorsReader.read(file);
        var metadata = new HashMap<>(content.metadata());
        var json = require(TASK, metadata.remove(TASK)).getBytes(StandardCharsets.UTF_8);
        int step = number(require(STEP, metadata.remove(STEP)));
        boolean partial = Boolean.parseBoolean(metadata.remove(PARTIAL));
        var task = TaskJson.read(StrictJson.parse(json, Limits.MAX_EVENT_BYTES));
        return new KeptStep(task, step, partial, new Safetensors(metadata, content.tensors()));
    }

    /** Returns the safetensors file; the same content gives the same bytes. */
    public byte[] toSafetensors() {
        var metadata = new HashMap<>(trajectory.metadata());
        metadata.put(TASK, new String(StrictJson.write(TaskJson.write(task)), StandardCharsets.UTF_8));
        metadata.put(STEP, Integer.toString(step));
        metadata.put(PARTIAL, Boolean.toString(partial));
        return SafetensorsWriter.write(new Safetensors(metadata, trajectory.tensors()));
    }

    /** Returns the same, as it is drawn, for a pack with another name and digest whose denoiser is the same. */
    public KeptStep of(String model, String packDigest) {
        var spec = task.spec().withModel(model).notUpscaled();
        var other = new ImageTask(task.image(), spec, packDigest, task.requestedAt(), task.timings());
        return new KeptStep(other, step, partial, trajectory);
    }

    /** Returns where others branch off. */
    public ParentStep place() {
        return new ParentStep(task.id(), step);
    }

    /**
     * Returns the same if it is what a branch names, and the branch's to use.
     *
     * @param source of the branch's own request
     * @throws Refusal INVALID_TENSOR if it is another step; NOT_OWNER if the source may not act for the image's owner
     */
    public KeptStep require(ParentStep named, String source, Owners owners) {
        if (!named.image().equals(task.id()) || named.step() != step) {
            throw Refusal.of(
                    ProblemType.INVALID_TENSOR, ParentStep.IMAGE, "what is kept as " + named + " is " + place());
        }
        owners.require(ParentStep.IMAGE, source, named.image(), task.origin().source());
        return this;
    }

    private static String require(String name, @Nullable String value) {
        if (value == null) {
            throw Refusal.of(ProblemType.MALFORMED_EVENT, name, "the step's metadata has no " + name);
        }
        return value;
    }

    private static int number(String text) {
        try {
            return Limits.within(STEP, Integer.parseInt(text), 1, Limits.MAX_MODEL_CALLS);
        } catch (NumberFormatException e) {
            throw Refusal.of(ProblemType.MALFORMED_EVENT, STEP, STEP + " is not a whole number");
        }
    }
}
