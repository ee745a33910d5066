package io.calotype.contracts.event;

import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.tensor.SafetensorsWriter;
import io.calotype.contracts.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An image and the tensors that a stage made for it; a record complete in itself.
 *
 * @param notes what else the stage says of it, as texts by name
 */
public record ImageTensors(ImageTask task, Map<String, Tensor> tensors, Map<String, String> notes) {
    /** What the model has drawn so far, or has drawn: F32 {@code [C, h, w]}. */
    public static final String LATENTS = "latents";

    /** The name of the prompt's pooled embedding: F32 {@code [D]}; it is passed on with the latents. */
    public static final String POOLED_PROMPT_EMBEDS = "pooled_prompt_embeds";

    /** The mean of a picture's latents in the denoiser's space: F32 {@code [C, h, w]}; only if the image starts from one. */
    public static final String IMAGE_LATENTS_MEAN = "image_latents_mean";

    /** The standard deviation of a picture's latents, as the denoiser knows latents: F32 {@code [C, h, w]}. */
    public static final String IMAGE_LATENTS_STD = "image_latents_std";

    /** The latents of an image's first pass, which its second one starts from: F32 {@code [C, h, w]}. */
    public static final String FIRST_PASS_LATENTS = "first_pass_latents";

    /** The mask, 1 where the picture is repainted and 0 where it is kept: F32 {@code [h, w]}; only if there is one. */
    public static final String MASK = "mask";

    /** As {@link #IMAGE_LATENTS_MEAN}, of the picture with grey in the place of what is repainted; for models that only inpaint. */
    public static final String MASKED_IMAGE_LATENTS_MEAN = "masked_image_latents_mean";

    /** As {@link #IMAGE_LATENTS_STD}, of the picture with grey in the place of what is repainted. */
    public static final String MASKED_IMAGE_LATENTS_STD = "masked_image_latents_std";

    private static final String CONTROL = "control_";
    private static final String TASK = "calotype";
    private static final String PACK_DIGEST = "pack_digest";

    public ImageTensors {
        tensors = Map.copyOf(tensors);
        notes = Map.copyOf(notes);
    }

    /** The name of the picture of an image's control, counted from 0: U8 {@code [height, width, 3]}. */
    public static String control(int place) {
        return CONTROL + place;
    }

    /** Tensors without notes. */
    public ImageTensors(ImageTask task, Map<String, Tensor> tensors) {
        this(task, tensors, Map.of());
    }

    /**
     * Reads a safetensors file whose metadata hold the task as JSON under {@code calotype}.
     *
     * @throws Refusal if the file or its task is not valid
     */
    public static ImageTensors parse(ByteBuffer file) {
        var content = SafetensorsReader.read(file);
        var json = content.metadata().get(TASK);
        if (json == null) {
            throw Refusal.of(ProblemType.MALFORMED_EVENT, TASK, "the tensors come without their task");
        }
        var node = StrictJson.parse(json.getBytes(StandardCharsets.UTF_8), Limits.MAX_EVENT_BYTES);
        var notes = new HashMap<>(content.metadata());
        notes.keySet().removeAll(List.of(TASK, PACK_DIGEST));
        return new ImageTensors(TaskJson.read(node), content.tensors(), notes);
    }

    /** Returns the safetensors file; the same content gives the same bytes. */
    public byte[] toSafetensors() {
        var json = new String(StrictJson.write(TaskJson.write(task)), StandardCharsets.UTF_8);
        var metadata = new HashMap<>(notes);
        metadata.put(TASK, json);
        metadata.put(PACK_DIGEST, task.packDigest());
        return SafetensorsWriter.write(new Safetensors(metadata, tensors));
    }

    /** Tells whether these are an image's on its way into its second pass. */
    public boolean isSecondPass() {
        return tensors.containsKey(FIRST_PASS_LATENTS);
    }

    /**
     * Returns a tensor that must be there.
     *
     * @throws Refusal INVALID_TENSOR if it is not
     */
    public Tensor require(String name) {
        return Safetensors.require(tensors, name);
    }
}
