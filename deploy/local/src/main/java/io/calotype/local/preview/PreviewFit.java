package io.calotype.local.preview;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.Slot;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.LatentScale;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PreviewFactors;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;

/**
 * Fits preview colours: decodes a few synthetic latents with the pack's VAE, and finds the linear factors that come closest to
 * the mean colours of the pixels of each latent.
 *
 * <p>That a linear map is a good approximation is known for Stable Diffusion:
 * https://discuss.huggingface.co/t/decoding-latents-to-rgb-without-upscaling/23204.
 */
public final class PreviewFit {

    private static final String COMPONENT = "vae_decoder";
    private static final String OUTPUT = "sample";
    private static final int LATENT_CHANNELS = 4; // if the export does not say: Stable Diffusion's
    private static final int COLOURS = 3;
    private static final int FIELDS = 4;

    private final ModelPack pack;
    private final OnnxModel model;
    private final LatentScale scale;
    private final int channels;
    private final int pixelsPerLatent;

    private PreviewFit(ModelPack pack, OnnxModel model) {
        this.pack = pack;
        this.model = model;
        scale = LatentScale.of(pack.config(COMPONENT));
        channels = channels();
        pixelsPerLatent = pack.settings().vaeScaleFactor();
    }

    /** Decodes with a pack's verified {@code vae_decoder}, some seconds of work for a large one. */
    public static PreviewFactors of(ModelPack pack, SessionSettings settings) {
        try (var model = OnnxModel.load(pack.model(COMPONENT), settings)) {
            return new PreviewFit(pack, model).fit();
        }
    }

    private int channels() {
        long declared = model.inputs().get(0).dimensions().get(1);
        return pack.config(COMPONENT)
                .path("latent_channels")
                .asInt(declared == TensorInfo.FREE ? LATENT_CHANNELS : (int) declared);
    }

    private PreviewFactors fit() {
        int side = SmoothField.SIDE;
        int points = FIELDS * side * side;
        var latents = new double[points][channels];
        var colours = new double[COLOURS][points];
        var input = model.inputs().get(0).name();
        int pixels = side * pixelsPerLatent;
        try (var slot = model.slot(
                Map.of(input, Shape.of(1, channels, side, side)),
                Map.of(OUTPUT, Shape.of(1, COLOURS, pixels, pixels)))) {
            for (int field = 0; field < FIELDS; field++) {
                decode(slot, input, field, latents, colours);
            }
        }
        return regression(latents, colours);
    }

    private void decode(Slot slot, String input, int field, double[][] latents, double[][] colours) {
        float[] values = SmoothField.of(channels, field);
        scale.toVae(FloatBuffer.wrap(values), channels, slot.floats(input));
        slot.run();
        int area = SmoothField.SIDE * SmoothField.SIDE;
        var picture = slot.output(OUTPUT);
        for (int point = 0; point < area; point++) {
            for (int channel = 0; channel < channels; channel++) {
                latents[field * area + point][channel] = values[channel * area + point];
            }
            for (int colour = 0; colour < COLOURS; colour++) {
                colours[colour][field * area + point] = average(picture, colour, point);
            }
        }
    }

    /** The mean colour of the pixels of one latent. */
    private double average(FloatBuffer picture, int colour, int point) {
        int width = SmoothField.SIDE * pixelsPerLatent;
        int top = colour * width + point / SmoothField.SIDE * pixelsPerLatent;
        int left = point % SmoothField.SIDE * pixelsPerLatent;
        double sum = 0;
        for (int y = 0; y < pixelsPerLatent; y++) {
            for (int x = 0; x < pixelsPerLatent; x++) {
                sum += Math.max(-1, Math.min(1, picture.get((top + y) * width + left + x)));
            }
        }
        return sum / (pixelsPerLatent * pixelsPerLatent);
    }

    private PreviewFactors regression(double[][] latents, double[][] colours) {
        var byColour = Arrays.stream(colours)
                .map(colour -> {
                    var regression = new OLSMultipleLinearRegression();
                    regression.newSampleData(colour, latents);
                    return regression.estimateRegressionParameters(); // the constant first
                })
                .toArray(double[][]::new);
        var factors = IntStream.rangeClosed(1, channels)
                .mapToObj(channel -> row(byColour, channel))
                .toList();
        return new PreviewFactors(factors, row(byColour, 0));
    }

    private static List<Double> row(double[][] byColour, int parameter) {
        return Arrays.stream(byColour).map(colour -> rounded(colour[parameter])).toList();
    }

    private static double rounded(double value) {
        return Math.round(value * 1e5) / 1e5;
    }
}
