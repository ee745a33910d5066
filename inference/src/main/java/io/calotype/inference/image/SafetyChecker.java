package io.calotype.inference.image;

import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.LastSlot;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.picture.PixelRows;
import io.calotype.inference.picture.Pixels;
import java.util.Map;
import java.util.Optional;

/**
 * A pack's safety checker: whether a picture shows what it was trained to find.
 *
 * <p>It is {@code safety_checker} of diffusers' older export script, with the {@code feature_extractor} beside it. One thread at a
 * time; others wait.
 */
public final class SafetyChecker implements AutoCloseable {

    private static final String COMPONENT = "safety_checker";
    private static final String PROCESSOR = "feature_extractor";
    private static final String INPUT = "clip_input";
    private static final String BLACKENED = "images";
    private static final Shape ONE_PIXEL = Shape.of(1, 1, 1, 3);
    private static final String OUTPUT = "has_nsfw_concepts";

    private final OnnxModel model;
    private final ImageProcessor processor;
    private final LastSlot slot;

    private SafetyChecker(OnnxModel model, ModelPack pack) {
        this.model = model;
        slot = new LastSlot(model);
        processor = ImageProcessorConfig.read(pack, PROCESSOR);
        boolean fits = model.inputs().size() == 2
                && isFloats(INPUT, pixels())
                && isFloats(BLACKENED, ONE_PIXEL)
                && model.outputs().stream().anyMatch(SafetyChecker::isVerdict);
        if (!fits) {
            var fault = "takes %s and gives %s, not %s, %s and %s"
                    .formatted(model.inputs(), model.outputs(), INPUT + " " + pixels(), BLACKENED, OUTPUT);
            throw new PackException(pack.model(COMPONENT), fault);
        }
        flags(new Pixels(1, 1, new int[] {0xFF808080}));
    }

    private boolean isFloats(String name, Shape shape) {
        return model.input(name)
                .filter(input -> input.isFloats() && input.accepts(shape))
                .isPresent();
    }

    private static boolean isVerdict(TensorInfo output) {
        return output.name().equals(OUTPUT) && output.dtype() == DType.BOOL && output.accepts(Shape.of(1));
    }

    /** Tells whether a pack has one. */
    public static boolean isIn(ModelPack pack) {
        return pack.has(COMPONENT);
    }

    /**
     * Verifies, loads and tries a pack's safety checker; {@link PackException} names the file that does not fit.
     *
     * @return nothing if the pack has none
     */
    public static Optional<SafetyChecker> open(ModelPack pack, SessionSettings settings) {
        return isIn(pack) ? Optional.of(load(pack, settings)) : Optional.empty();
    }

    private static SafetyChecker load(ModelPack pack, SessionSettings settings) {
        pack.verify(COMPONENT);
        pack.verify(PROCESSOR);
        var model = OnnxModel.load(pack.model(COMPONENT), settings);
        try {
            return new SafetyChecker(model, pack);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /** Tells whether it finds anything in a picture of any size. */
    public synchronized boolean flags(PixelRows picture) {
        var buffers = slot.get(Map.of(INPUT, pixels(), BLACKENED, ONE_PIXEL), Map.of(OUTPUT, Shape.of(1)));
        processor.fill(picture, buffers.floats(INPUT));
        buffers.run();
        return buffers.bytes(OUTPUT).get(0) != 0;
    }

    private Shape pixels() {
        return Shape.of(1, 3, processor.height(), processor.width());
    }

    /** Frees the model, after the running call. */
    @Override
    public synchronized void close() {
        slot.close();
        model.close();
    }
}
