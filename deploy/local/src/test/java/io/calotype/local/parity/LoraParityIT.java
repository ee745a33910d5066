package io.calotype.local.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.LoraRequest;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.inference.lora.LoraAddition;
import io.calotype.inference.lora.LoraInstall;
import io.calotype.inference.prepare.PackInstall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A LoRA baked into a pack, and one that an image asks for, against diffusers with the same file. */
class LoraParityIT {
    private static final Path LORAS = ParityGolden.pack("loras");
    private static final double ALLOWED = 1e-3; // in units of the largest latent
    private static final ParityTable TABLE = new ParityTable("lora: latents", "%.1e");
    private static final ParityTable PER_IMAGE = new ParityTable("lora per image: latents", "%.1e");

    @TempDir
    private Path packs;

    @ParameterizedTest
    @CsvSource({
        "sd15, kohya, 0.8, pndm",
        "sd15, kohya, -1, pndm",
        "sd15, peft, 0.8, pndm",
        "sd2-epsilon, kohya, 0.8, pndm",
        "sd2-epsilon, peft, -1, pndm",
        "sdxl, kohya, 0.8, euler",
        "sdxl, kohya, -1, euler",
        "sdxl, peft, 0.8, euler",
        "sd3, peft, 0.8, flow_match_euler",
        "sd3, peft, -1, flow_match_euler"
    })
    void latentsAreThoseOfDiffusers(String family, String dialect, String strength, String scheduler)
            throws IOException {
        // Given
        var goldens =
                SafetensorsReader.read(ByteBuffer.wrap(Files.readAllBytes(LORAS.resolve(family + ".safetensors"))));
        float[] expected = goldens.require(dialect + "/" + strength).toFloatArray();
        float[] without = goldens.require(dialect + "/0").toFloatArray();
        var base = PackInstall.install(ParityGolden.pack(family), family, packs);
        var file = LORAS.resolve(family + "-" + dialect + ".safetensors");
        // When
        var pack = LoraInstall.install(file, Double.parseDouble(strength), base, family + ".tiny", packs);
        float[] latents;
        try (var way = new WholeWay(pack)) {
            latents =
                    way.latents(List.of(new ParityCell(scheduler + "/7/4/7.5"))).get(0);
        }
        // Then
        double largest = Latents.largest(expected);
        double difference = Latents.difference(latents, expected);
        TABLE.add(dialect + " " + strength, family, difference);
        assertThat(difference).isLessThan(ALLOWED * largest);
        assertThat(Latents.difference(without, expected)).isGreaterThan(10 * ALLOWED * largest);
        assertThat(pack.digest()).isNotEqualTo(base.digest());
    }

    @ParameterizedTest
    @CsvSource({
        "sd15, kohya, pndm",
        "sd15, peft, pndm",
        "sd2-epsilon, kohya, pndm",
        "sd2-epsilon, peft, pndm",
        "sdxl, kohya, euler",
        "sdxl, peft, euler",
        "sd3, peft, flow_match_euler"
    })
    void imagesInOneCallAreThoseOfDiffusersAtEachStrength(String family, String dialect, String scheduler)
            throws IOException {
        // Given
        var goldens =
                SafetensorsReader.read(ByteBuffer.wrap(Files.readAllBytes(LORAS.resolve(family + ".safetensors"))));
        var pack = PackInstall.install(ParityGolden.pack(family), family, packs);
        LoraAddition.add(LORAS.resolve(family + "-" + dialect + ".safetensors"), pack, "tiny");
        var cell = new ParityCell(scheduler + "/7/4/7.5");
        var strengths = List.of("0.8", "0", "-1");
        // When
        List<float[]> latents;
        try (var way = new WholeWay(pack)) {
            latents = way.latents(
                    List.of(cell, cell, cell),
                    strengths.stream()
                            .map(strength -> List.of(new LoraRequest("tiny", Double.parseDouble(strength), null)))
                            .toList());
        }
        // Then
        for (int i = 0; i < strengths.size(); i++) {
            float[] expected = goldens.require(dialect + "/" + strengths.get(i)).toFloatArray();
            double difference = Latents.difference(latents.get(i), expected);
            PER_IMAGE.add(dialect + " " + strengths.get(i), family, difference);
            assertThat(difference).isLessThan(ALLOWED * Latents.largest(expected));
        }
    }

    @AfterAll
    static void print() throws IOException {
        System.out.println(TABLE);
        System.out.println(PER_IMAGE);
        var file = System.getProperty("parity.table");
        if (file != null) {
            TABLE.write(Path.of(file));
            PER_IMAGE.write(Path.of(file));
        }
    }
}
