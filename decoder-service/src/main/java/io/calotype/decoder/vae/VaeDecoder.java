package io.calotype.decoder.vae;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.pictures.file.Picture;
import io.calotype.inference.onnx.LastSlot;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.LatentScale;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.util.Map;

/**
 * A pack's VAE decoder: latents to pixels, one picture at a time.
 *
 * <p>Keeps the buffers of the size it decoded last. One thread at a time; others wait.
 */
public final class VaeDecoder implements AutoCloseable {

    private static final String COMPONENT = "vae_decoder";
    private static final String OUTPUT = "sample";
    private static final int CHANNELS = 4; // if the export does not say: Stable Diffusion's

    private final OnnxModel model;
    private final String input;
    private final int channels;
    private final int scaleFactor;
    private final LatentScale scale;
    private final LastSlot slots;

    private VaeDecoder(OnnxModel model, ModelPack pack) {
        this.model = model;
        this.slots = new LastSlot(model);
        this.scaleFactor = pack.settings().vaeScaleFactor();
        var latents = model.inputs().get(0);
        if (model.inputs().size() != 1 || latents.rank() != 4 || !latents.isFloats()) {
            throw new PackException(
                    pack.model(COMPONENT),
                    "inputs are " + model.inputs() + ", not one F32 or F16 [batch, channels, h, w]");
        }
        var config = pack.config(COMPONENT);
        this.input = latents.name();
        int declared = latents.dimensions().get(1).intValue();
        this.channels = config.path("latent_channels").asInt(declared == TensorInfo.FREE ? CHANNELS : declared);
        this.scale = LatentScale.of(config);
        if (channels < 1) {
            throw new PackException(pack.model(COMPONENT), "the number of latent channels is nowhere to be read");
        }
    }

    /** Verifies and loads a pack's {@code vae_decoder}; {@link PackException} names the file that does not fit. */
    public static VaeDecoder open(ModelPack pack, SessionSettings settings) {
        pack.verify(COMPONENT);
        return of(pack, OnnxModel.load(pack.model(COMPONENT), settings));
    }

    /** Takes over a model of the pack that is loaded already. */
    public static VaeDecoder of(ModelPack pack, OnnxModel model) {
        try {
            return new VaeDecoder(model, pack);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /** Returns the number of channels of its latents. */
    public int channels() {
        return channels;
    }

    /**
     * Returns the latents of a picture of that size if they are what this model decodes; allocates nothing.
     *
     * @throws io.calotype.contracts.problem.Refusal INVALID_TENSOR or NOT_FINITE
     */
    public Tensor requireLatents(Tensor latents, ImageSize size) {
        size.requireMultipleOf(scaleFactor);
        return latents.requireShape(
                        "latents", DType.F32, channels, size.height() / scaleFactor, size.width() / scaleFactor)
                .requireFinite("latents");
    }

    /**
     * Decodes latents {@code [C, h, w]} to a picture of that size.
     *
     * @throws ArithmeticException if the model makes pixels that are not finite
     */
    public synchronized Picture decode(Tensor latents, ImageSize size) {
        var checked = requireLatents(latents, size);
        var shape = Shape.of(1, channels, size.height() / scaleFactor, size.width() / scaleFactor);
        var pixels = Shape.of(1, 3, size.height(), size.width());
        var buffers = slots.get(Map.of(input, shape), Map.of(OUTPUT, pixels));
        scale.toVae(checked.floats(), channels, buffers.floats(input));
        buffers.run();
        return Picture.fromPlanes(buffers.output(OUTPUT), size.width(), size.height());
    }

    /** Frees the buffers and the model, after the running decode. */
    @Override
    public synchronized void close() {
        slots.close();
        model.close();
    }
}
