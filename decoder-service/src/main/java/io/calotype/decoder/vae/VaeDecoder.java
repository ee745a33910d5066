package io.calotype.decoder.vae;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.onnx.LastSlot;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.Slot;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.optimised.ServedModel;
import io.calotype.inference.pack.LatentScale;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.VaeModel;
import io.calotype.pictures.file.Picture;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * A pack's VAE decoder: latents to pixels, one picture at a time.
 *
 * <p>A picture above a number of pixels is decoded in tiles, see {@link TiledDecoding}. Keeps the buffers of the size it decoded
 * last. One thread at a time; others wait.
 */
public final class VaeDecoder implements AutoCloseable {

    private static final String COMPONENT = "vae_decoder";
    private static final String OUTPUT = "sample";
    private static final int CHANNELS = 4; // if the export does not say: Stable Diffusion's
    private static final int TILE = 512; // likewise: the pictures that it was trained with, in pixels

    private final OnnxModel model;
    private final String input;
    private final int channels;
    private final int scaleFactor;
    private final LatentScale scale;
    private final LastSlot slots;
    private final int wholePixels;
    private final TiledDecoding tiles;

    private VaeDecoder(OnnxModel model, ModelPack pack, int wholePixels) {
        this.model = model;
        this.wholePixels = wholePixels;
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
        int tile = config.path("sample_size").asInt(TILE);
        this.tiles = new TiledDecoding(Math.max(1, tile / scaleFactor), scaleFactor);
        if (channels < 1) {
            throw new PackException(pack.model(COMPONENT), "the number of latent channels is nowhere to be read");
        }
    }

    /**
     * Verifies and loads a pack's {@code vae_decoder}; {@link PackException} names the file that does not fit.
     *
     * @param wholePixels the most pixels of a picture that is decoded in one call
     */
    public static VaeDecoder open(ModelPack pack, SessionSettings settings, int wholePixels) {
        pack.verifyGraphs(COMPONENT);
        var model = VaeModel.withGraph(pack, COMPONENT, graph -> ServedModel.load(pack, COMPONENT, graph, settings));
        return of(pack, model, wholePixels);
    }

    /** Takes over a model of the pack that is loaded already. */
    public static VaeDecoder of(ModelPack pack, OnnxModel model, int wholePixels) {
        try {
            return new VaeDecoder(model, pack, wholePixels);
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
        int rows = size.height() / scaleFactor;
        int columns = size.width() / scaleFactor;
        if ((long) size.height() * size.width() > wholePixels && tiles.isNeededFor(size)) {
            float[] scaled = new float[channels * rows * columns];
            scale.toVae(checked.floats(), channels, FloatBuffer.wrap(scaled));
            return tiles.decode(size, (top, left, high, wide) -> decode(scaled, rows, columns, top, left, high, wide));
        }
        var buffers = buffers(rows, columns);
        scale.toVae(checked.floats(), channels, buffers.floats(input));
        buffers.run();
        return Picture.fromPlanes(buffers.output(OUTPUT), size.width(), size.height());
    }

    private Slot buffers(int rows, int columns) {
        var latents = Shape.of(1, channels, rows, columns);
        var pixels = Shape.of(1, 3, (long) scaleFactor * rows, (long) scaleFactor * columns);
        return slots.get(Map.of(input, latents), Map.of(OUTPUT, pixels));
    }

    /** Decodes a part of latents {@code [C, rows, columns]}. */
    private float[] decode(float[] latents, int rows, int columns, int top, int left, int high, int wide) {
        var buffers = buffers(high, wide);
        var seen = buffers.floats(input);
        for (int line = 0; line < channels * high; line++) {
            int from = (line / high * rows + top + line % high) * columns + left;
            seen.put(line * wide, latents, from, wide);
        }
        buffers.run();
        float[] pixels = new float[3 * scaleFactor * scaleFactor * high * wide];
        buffers.output(OUTPUT).get(0, pixels);
        return pixels;
    }

    /** Frees the buffers and the model, after the running decode. */
    @Override
    public synchronized void close() {
        slots.close();
        model.close();
    }
}
