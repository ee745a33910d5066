package io.calotype.local.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PreviewFactors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** The built-in pack's VAE, as if the pack had no colours of its own. */
class PreviewFitTest {

    private static final Path ROOT = Path.of(System.getProperty("calotype.root", "../.."));
    private static final int SIDE = 256;
    private static final int FACTOR = 16;
    private static final int LATENTS = SIDE / FACTOR;

    @Test
    void showsAPictureInItsColours() {
        // Given
        var pack = ModelPack.open(ROOT.resolve("models/target/packs/pictograms"));
        float[] latents = encoded(pack);
        // When
        var fitted = PreviewFit.of(pack, SessionSettings.cpu(1));
        // Then
        assertThat(fitted.factors()).hasSize(16);
        double error = error(fitted, latents);
        assertThat(error).isLessThan(0.12);
        assertThat(error).isLessThan(1.5 * error(pack.settings().preview(), latents));
    }

    /** The root mean square of the colours' error, whose range is 2. */
    private static double error(PreviewFactors factors, float[] latents) {
        double squares = 0;
        int area = LATENTS * LATENTS;
        for (int i = 0; i < area; i++) {
            for (int colour = 0; colour < 3; colour++) {
                double value = factors.bias().get(colour);
                for (int channel = 0; channel < factors.factors().size(); channel++) {
                    value += factors.factors().get(channel).get(colour) * latents[channel * area + i];
                }
                double bounded = Math.max(-1, Math.min(1, value));
                squares += Math.pow(bounded - level(rgb(i % LATENTS, i / LATENTS), colour), 2);
            }
        }
        return Math.sqrt(squares / (3 * area));
    }

    private static float[] encoded(ModelPack pack) {
        try (var model = OnnxModel.load(pack.model("vae_encoder"), SessionSettings.cpu(1));
                var slot = model.slot(
                        Map.of("sample", Shape.of(1, 3, SIDE, SIDE)),
                        Map.of("latent_parameters", Shape.of(1, 32, LATENTS, LATENTS)))) {
            var pixels = slot.floats("sample");
            IntUnaryOperator place = i -> rgb(i % SIDE / FACTOR, i / SIDE / FACTOR);
            for (int i = 0; i < SIDE * SIDE; i++) {
                for (int colour : List.of(0, 1, 2)) {
                    pixels.put(colour * SIDE * SIDE + i, (float) level(place.applyAsInt(i), colour));
                }
            }
            slot.run();
            float[] mean = new float[16 * LATENTS * LATENTS];
            slot.output("latent_parameters").get(mean);
            return mean;
        }
    }

    private static double level(int rgb, int colour) {
        return ((rgb >> (8 * (2 - colour))) & 0xFF) / 127.5 - 1;
    }

    /** White, with a red square and a blue one and a green floor. */
    private static int rgb(int x, int y) {
        if (y >= 12) {
            return 0x30A040;
        }
        boolean high = y >= 3 && y < 9;
        return high && x >= 2 && x < 7 ? 0xD02020 : high && x >= 9 && x < 14 ? 0x2040D0 : 0xFFFFFF;
    }
}
