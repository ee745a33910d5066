package io.calotype.inference.image;

import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.inference.onnx.LastSlot;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.picture.PixelRows;
import io.calotype.inference.picture.Pixels;
import io.calotype.inference.picture.Resize;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pack's image encoder: a picture as a direction, near those of pictures that show the same.
 *
 * <p>It is an export of a CLIP vision model with projection in Optimum's layout, in {@code image_encoder} or {@code vision_model}. One
 * thread at a time; others wait.
 */
public final class ImageEncoder implements AutoCloseable {

    private static final String INPUT = "pixel_values";
    private static final String OUTPUT = "image_embeds";

    private final OnnxModel model;
    private final ImageProcessor processor;
    private final int width;
    private final boolean sharesTextSpace;
    private final LastSlot slot;

    private ImageEncoder(OnnxModel model, ModelPack pack, String component) {
        this.model = model;
        slot = new LastSlot(model);
        processor = ImageProcessorConfig.read(pack, component);
        var file = pack.model(component);
        boolean takesPixels = model.inputs().size() == 1
                && model.input(INPUT)
                        .filter(input -> input.isFloats() && input.accepts(pixels()))
                        .isPresent();
        if (!takesPixels) {
            throw new PackException(
                    file, "inputs are " + model.inputs() + ", not one F32 or F16 " + INPUT + " " + pixels());
        }
        width = model.outputs().stream()
                .filter(output -> output.name().equals(OUTPUT) && output.rank() == 2 && output.isFloats())
                .map(output -> width(output, pack, component))
                .findFirst()
                .orElseThrow(() -> new PackException(
                        file, "outputs are " + model.outputs() + ", none is " + OUTPUT + " [batch, D]"));
        sharesTextSpace = TextSpace.isSharedBy(pack, component);
        if (embed(new Pixels(1, 1, new int[] {0xFF808080})).isEmpty()) {
            throw new PackException(file, "gives zeros for a picture");
        }
    }

    /**
     * Verifies, loads and tries a pack's image encoder; {@link PackException} names the file that does not fit.
     *
     * @return nothing if the pack has none
     */
    public static Optional<ImageEncoder> open(ModelPack pack, SessionSettings settings) {
        return Stream.of("image_encoder", "vision_model")
                .filter(pack::has)
                .findFirst()
                .map(component -> open(pack, component, settings));
    }

    private static ImageEncoder open(ModelPack pack, String component, SessionSettings settings) {
        pack.verify(component);
        var model = OnnxModel.load(pack.model(component), settings);
        try {
            return new ImageEncoder(model, pack, component);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /** Tells whether a picture and a text that say the same are near each other. */
    public boolean sharesTextSpace() {
        return sharesTextSpace;
    }

    /**
     * Returns the direction of a picture of any size, or nothing for zeros.
     *
     * @throws io.calotype.contracts.problem.Refusal if the model gives numbers that are not finite
     */
    public synchronized Optional<UnitVector> embed(PixelRows picture) {
        var buffers = slot.get(Map.of(INPUT, pixels()), Map.of(OUTPUT, Shape.of(1, width)));
        processor.fill(picture, buffers.floats(INPUT));
        buffers.run();
        float[] elements = new float[width];
        buffers.output(OUTPUT).get(0, elements);
        return UnitVector.of(OUTPUT, Tensor.ofFloats(Shape.of(width), elements));
    }

    /** Returns about how many bytes embedding a picture of that height takes beside the picture. */
    public long bytes(int pictureHeight) {
        return Resize.bytes(processor.width(), processor.height(), pictureHeight);
    }

    private Shape pixels() {
        return Shape.of(1, 3, processor.height(), processor.width());
    }

    private static int width(TensorInfo output, ModelPack pack, String component) {
        int declared = output.dimensions().get(1).intValue();
        int width = declared == TensorInfo.FREE
                ? pack.config(component).path("projection_dim").asInt()
                : declared;
        if (width < 1) {
            throw new PackException(pack.model(component), "the width of " + OUTPUT + " is nowhere to be read");
        }
        return width;
    }

    /** Frees the model, after the running call. */
    @Override
    public synchronized void close() {
        slot.close();
        model.close();
    }
}
