package io.calotype.encoder.vae;

import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.onnx.LastSlot;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.optimised.ServedModel;
import io.calotype.inference.pack.LatentScale;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.picture.Pixels;
import io.calotype.inference.prepare.VaeModel;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jboss.logging.Logger;

/**
 * A pack's VAE encoder: pixels to the distribution of their latents, one picture at a time.
 *
 * <p>One thread at a time; others wait.
 */
public final class VaeEncoder implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(VaeEncoder.class);
    private static final String COMPONENT = "vae_encoder";
    private static final int LATENT_CHANNELS = 4; // if the export does not say: Stable Diffusion's
    private static final float GREY = 0; // between black and white
    private static final float LEAST_LOG_VARIANCE = -30; // both as in diffusers' DiagonalGaussianDistribution
    private static final float MOST_LOG_VARIANCE = 20;

    private final OnnxModel model;
    private final TensorInfo input;
    private final TensorInfo output;
    private final int channels;
    private final int scaleFactor;
    private final LatentScale scale;
    private final LastSlot slots;

    private VaeEncoder(OnnxModel model, ModelPack pack, int channels) {
        this.model = model;
        this.channels = channels;
        input = model.inputs().get(0);
        output = model.outputs().get(0);
        scaleFactor = pack.settings().vaeScaleFactor();
        scale = LatentScale.of(pack.config(COMPONENT));
        slots = new LastSlot(model);
        if (model.inputs().size() != 1 || input.rank() != 4 || !input.isFloats() || !output.isFloats()) {
            throw new PackException(
                    pack.model(COMPONENT), "inputs are " + model.inputs() + ", not one F32 or F16 [batch, 3, h, w]");
        }
    }

    /**
     * Verifies and loads a pack's {@code vae_encoder}; {@link PackException} names the file that does not fit.
     *
     * @return nothing if the pack has none, or one that draws a sample itself, which would be another one each time
     */
    public static Optional<VaeEncoder> open(ModelPack pack, SessionSettings settings) {
        if (!pack.has(COMPONENT)) {
            return Optional.empty();
        }
        pack.verifyGraphs(COMPONENT);
        var model = VaeModel.withGraph(pack, COMPONENT, graph -> ServedModel.load(pack, COMPONENT, graph, settings));
        try {
            int channels = pack.config(COMPONENT).path("latent_channels").asInt(LATENT_CHANNELS);
            if (drawsASample(model, channels)) {
                LOG.warnf("%s draws a sample itself: this pack makes no pictures from pictures", model.name());
                model.close();
                return Optional.empty();
            }
            return Optional.of(new VaeEncoder(model, pack, channels));
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /** Tells whether the output has one number for each latent in place of two, as diffusers' older export script writes it. */
    private static boolean drawsASample(OnnxModel model, int channels) {
        var output = model.outputs().get(0);
        return output.name().equals("latent_sample")
                || (output.rank() == 4 && output.dimensions().get(1) == channels);
    }

    /**
     * Encodes an opaque picture, whose sides are multiples of the pack's factor.
     *
     * @throws ArithmeticException if the model makes latents that are not finite
     */
    public LatentDistribution encode(Pixels picture) {
        return encode(picture, pixel -> false);
    }

    /** Encodes a picture with grey in the place of some pixels, counted from the top left. */
    synchronized LatentDistribution encode(Pixels picture, IntPredicate isGrey) {
        var latents = Shape.of(channels, picture.height() / scaleFactor, picture.width() / scaleFactor);
        var slot = slots.get(
                Map.of(input.name(), Shape.of(1, 3, picture.height(), picture.width())),
                Map.of(output.name(), Shape.of(1, 2L * channels, latents.dim(1), latents.dim(2))));
        fill(slot.floats(input.name()), picture, isGrey);
        slot.run();
        return distribution(slot.output(output.name()), latents);
    }

    private LatentDistribution distribution(FloatBuffer parameters, Shape latents) {
        float[] mean = new float[(int) latents.elementCount()];
        float[] std = new float[mean.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = parameters.get(i);
            float logVariance = parameters.get(mean.length + i);
            if (!Float.isFinite(mean[i]) || !Float.isFinite(logVariance)) {
                throw new ArithmeticException("the encoded picture has a value that is not finite");
            }
            float bounded = Math.min(Math.max(logVariance, LEAST_LOG_VARIANCE), MOST_LOG_VARIANCE);
            std[i] = (float) Math.exp(0.5f * bounded);
        }
        scale.toDenoiser(mean, channels);
        scale.deviationsToDenoiser(std, channels);
        return new LatentDistribution(Tensor.ofFloats(latents, mean), Tensor.ofFloats(latents, std));
    }

    /** Writes planes of red, green and blue from -1 to 1. */
    private static void fill(FloatBuffer planes, Pixels picture, IntPredicate isGrey) {
        int plane = picture.argb().length;
        for (int i = 0; i < plane; i++) {
            boolean grey = isGrey.test(i);
            planes.put(i, grey ? GREY : level(picture.red(i)));
            planes.put(plane + i, grey ? GREY : level(picture.green(i)));
            planes.put(2 * plane + i, grey ? GREY : level(picture.blue(i)));
        }
    }

    private static float level(int channel) {
        return 2 * (channel / 255f) - 1;
    }

    @Override
    public synchronized void close() {
        slots.close();
        model.close();
    }
}
