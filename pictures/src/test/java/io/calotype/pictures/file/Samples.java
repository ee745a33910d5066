package io.calotype.pictures.file;

import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Sampling;
import io.calotype.contracts.spec.Seed;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/** Pictures and requests for the tests. */
public final class Samples {

    static final String DIGEST = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private Samples() {}

    public static Provenance provenance(String prompt, String negative, OutputFormat format) {
        return provenance(prompt, negative, format, null);
    }

    static Provenance provenance(String prompt, String negative, OutputFormat format, @Nullable Double strength) {
        var size = new ImageSize(96, 64);
        var spec = new GenerationSpec(
                prompt,
                negative,
                PromptWeights.OFF,
                size,
                new Sampling(12, 3.5, 0.5, 1, "FlowMatchEuler", new Seed(-1), strength),
                format,
                "pictograms",
                5);
        return new Provenance(spec, new Provenance.Pack(DIGEST, "0.9"), "1.2.3");
    }

    /** Red grows to the right, green downwards, blue in both; smooth, so that lossy formats keep it. */
    public static Picture gradient(int width, int height) {
        var planes = FloatBuffer.allocate(3 * width * height);
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    float right = 2f * x / (width - 1) - 1;
                    float down = 2f * y / (height - 1) - 1;
                    planes.put(channel == 0 ? right : channel == 1 ? down : (right + down) / 2);
                }
            }
        }
        return Picture.fromPlanes(planes.flip(), width, height);
    }
}
