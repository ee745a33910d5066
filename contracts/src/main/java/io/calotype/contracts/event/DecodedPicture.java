package io.calotype.contracts.event;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.tensor.UnitVector;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A picture as the decoder drew it, on its way to be enlarged, and what its completed event will say of it.
 *
 * @param pixels U8 {@code [height, width, 3]}, of the size that the task is drawn in
 * @param packVersion of the model pack that drew it
 * @param safety what the safety checker found; null where none looked
 * @param meaning of its prompt, unless those who read outcomes are not to know it
 * @param shown what it shows, where the pack has an image encoder
 */
public record DecodedPicture(
        ImageTask task,
        Tensor pixels,
        String packVersion,
        @Nullable Safety safety,
        @Nullable PromptMeaning meaning,
        @Nullable ImageMeaning shown) {
    private static final String PIXELS = "pixels";
    private static final String IMAGE_EMBEDS = "image_embeds";
    private static final String PACK_VERSION = "pack_version";
    private static final String TELLS_PROMPT = "tells_prompt";

    public DecodedPicture {
        var size = task.spec().drawnSize();
        pixels.requireShape(PIXELS, DType.U8, size.height(), size.width(), 3);
    }

    /**
     * Reads a picture's tensors.
     *
     * @throws Refusal if they are not those of such a picture
     */
    public static DecodedPicture of(ImageTensors image) {
        var notes = image.notes();
        var safety = notes.get(Safety.FIELD);
        return new DecodedPicture(
                image.task(),
                image.require(PIXELS),
                notes.getOrDefault(PACK_VERSION, ""),
                safety == null ? null : Safety.parse(safety),
                readMeaning(image),
                readShown(image));
    }

    private static @Nullable PromptMeaning readMeaning(ImageTensors image) {
        return image.notes().containsKey(TELLS_PROMPT)
                ? new PromptMeaning(image.task().spec().prompt(), vector(image, ImageTensors.POOLED_PROMPT_EMBEDS))
                : null;
    }

    private static @Nullable ImageMeaning readShown(ImageTensors image) {
        var embedding = vector(image, IMAGE_EMBEDS);
        var similarity = image.notes().get(ImageMeaningJson.SIMILARITY);
        return embedding == null ? null : new ImageMeaning(embedding, similarity == null ? null : number(similarity));
    }

    private static @Nullable UnitVector vector(ImageTensors image, String name) {
        var tensor = image.tensors().get(name);
        return tensor == null ? null : UnitVector.of(name, tensor).orElse(null);
    }

    private static Double number(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER,
                    ImageMeaningJson.SIMILARITY,
                    ImageMeaningJson.SIMILARITY + " is not a number");
        }
    }

    /** Returns the same as tensors, which {@link #of} reads. */
    public ImageTensors toTensors() {
        var tensors = new HashMap<>(Map.of(PIXELS, pixels));
        var notes = new HashMap<>(Map.of(PACK_VERSION, packVersion));
        if (safety != null) {
            notes.put(Safety.FIELD, safety.jsonName());
        }
        if (meaning != null) {
            notes.put(TELLS_PROMPT, "true");
            put(tensors, ImageTensors.POOLED_PROMPT_EMBEDS, meaning.embedding());
        }
        if (shown != null) {
            put(tensors, IMAGE_EMBEDS, shown.embedding());
            if (shown.promptSimilarity() != null) {
                notes.put(ImageMeaningJson.SIMILARITY, shown.promptSimilarity().toString());
            }
        }
        return new ImageTensors(task, tensors, notes);
    }

    private static void put(Map<String, Tensor> tensors, String name, @Nullable UnitVector vector) {
        if (vector != null) {
            tensors.put(name, Tensor.ofFloats(Shape.of(vector.width()), vector.toArray()));
        }
    }
}
