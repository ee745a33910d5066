package io.calotype.diffusion.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.Samples;
import io.calotype.contracts.spec.Adapters;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.Hires;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Sampling;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.diffusion.denoise.Denoising;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A second pass from enlarged latents, against diffusers' image-to-image pipelines from the same. */
class SecondPassParityTest {

    private static final Path LARGE = Path.of("../models/fixtures/packs/large");
    private static final List<String> EMBEDDINGS =
            List.of("prompt_embeds", "negative_prompt_embeds", "pooled_prompt_embeds", "negative_pooled_prompt_embeds");
    private static final double ALLOWED = 1e-3;

    @ParameterizedTest
    @CsvSource({
        "sd15, euler",
        "sd15, dpmpp_2m",
        "sd15, euler_ancestral",
        "sdxl, euler",
        "sd3, flow_match_euler",
    })
    void latentsAreThoseOfDiffusers(String family, String scheduler) throws IOException {
        // Given
        var golden = SafetensorsReader.read(
                ByteBuffer.wrap(Files.readAllBytes(LARGE.resolve("hires-" + family + ".safetensors"))));
        try (var pack = FixturePack.load(family);
                var denoiser = pack.denoiser(64L << 20)) {
            var image = begin(pack, family, scheduler, golden);
            // When
            while (!image.done()) {
                denoiser.step(List.of(image));
            }
            // Then
            var expected = golden.require(scheduler + "/latents").toFloatArray();
            var own = image.trajectory().latents();
            double largest = 1;
            double difference = 0;
            for (int i = 0; i < expected.length; i++) {
                largest = Math.max(largest, Math.abs(expected[i]));
                difference = Math.max(difference, Math.abs(expected[i] - own[i]));
            }
            System.out.printf("%s %s: second pass %.1e from diffusers%n", family, scheduler, difference / largest);
            assertThat(difference / largest).isLessThanOrEqualTo(ALLOWED);
        }
    }

    private static Denoising begin(DenoisingPack pack, String family, String scheduler, Safetensors golden) {
        Map<String, Tensor> tensors =
                new HashMap<>(FamilyGolden.read(family).file().tensors());
        tensors.keySet().retainAll(EMBEDDINGS);
        tensors.put(ImageTensors.FIRST_PASS_LATENTS, golden.require(scheduler + "/first"));
        var spec = new GenerationSpec(
                "a cat on a red mat",
                "",
                PromptWeights.OFF,
                new ImageSize(64, 64),
                new Sampling(4, 7.5, 0, 1, scheduler, Seed.parse("7"), null),
                OutputFormat.PNG,
                family,
                5,
                GenerationSpec.NO_UPSCALE,
                new Hires(1.5, 4, 0.7),
                Adapters.NONE);
        var task = Samples.task(new ImageId("parity", 0), spec, pack.pack().digest());
        return new EmbeddingCheck(pack).begin(new ImageTensors(task, tensors));
    }
}
