package io.calotype.local.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.ControlUse;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.inference.control.ControlAddition;
import io.calotype.inference.onnx.SessionSettings;
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

/** ControlNets and T2I-Adapters against diffusers' pipelines with the same ones, in calls with an image that has none. */
class ControlParityIT {
    private static final Path CONTROLS = ParityGolden.pack("controls");
    private static final double ALLOWED = 1e-3; // in units of the largest latent
    private static final ParityTable TABLE = new ParityTable("control: latents", "%.1e");

    @TempDir
    private Path packs;

    @ParameterizedTest
    @CsvSource({
        "sd15, pndm, controlnet/1/0/1",
        "sd15, pndm, controlnet/2/0.25/0.75",
        "sd15, pndm, adapter/-0.5/0/1",
        "sdxl, euler, controlnet/2/0.25/0.75",
        "sdxl, euler, adapter/1/0/1",
        "xl, euler, controlnet/1/0/1",
        "xl, euler, adapter/1/0/1",
        "xl, euler, adapter/-0.5/0/1"
    })
    void latentsAreThoseOfDiffusers(String family, String scheduler, String golden) throws IOException {
        // Given
        var goldens =
                SafetensorsReader.read(ByteBuffer.wrap(Files.readAllBytes(CONTROLS.resolve(family + ".safetensors"))));
        float[] expected = goldens.require(golden).toFloatArray();
        var pack = PackInstall.install(export(family), family, packs);
        var part = golden.split("/", -1);
        var added =
                ControlAddition.add(CONTROLS.resolve(family + "-" + part[0]), pack, "edges", SessionSettings.cpu(1));
        var use = new ControlUse(
                added.name(),
                Double.parseDouble(part[1]),
                Double.parseDouble(part[2]),
                Double.parseDouble(part[3]),
                added.sha256());
        var cell = new ParityCell(scheduler + "/7/4/7.5");
        // When
        List<float[]> latents;
        float[] plain;
        try (var way = new WholeWay(pack)) {
            latents = way.controlled(cell, List.of(List.of(use), List.of()), goldens.require("control"));
            plain = way.latents(List.of(cell)).get(0);
        }
        // Then
        double largest = Latents.largest(expected);
        double difference = Latents.difference(latents.get(0), expected);
        TABLE.add(golden, family, difference);
        assertThat(difference).isLessThan(ALLOWED * largest);
        assertThat(Latents.difference(plain, expected)).isGreaterThan(10 * ALLOWED * largest);
        assertThat(latents.get(1)).containsExactly(plain);
    }

    /** An export of a family; xl is sdxl with a UNet of the blocks that Stable Diffusion XL's has. */
    private Path export(String family) throws IOException {
        if (!family.equals("xl")) {
            return ParityGolden.pack(family);
        }
        var lender = ParityGolden.pack("sdxl");
        var export = packs.resolve(".xl");
        try (var files = Files.walk(lender)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var path = lender.relativize(file);
                var own = path.startsWith("unet") ? CONTROLS.resolve("xl-unet").resolve(file.getFileName()) : file;
                var target = export.resolve(path);
                Files.createDirectories(target.getParent());
                Files.copy(own, target);
            }
        }
        return export;
    }

    @AfterAll
    static void print() throws IOException {
        System.out.println(TABLE);
        var file = System.getProperty("parity.table");
        if (file != null) {
            TABLE.write(Path.of(file));
        }
    }
}
