package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.inference.prepare.PackInstall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports become packs with {@code model add}, which draws a picture with each, and {@code generate} draws with them. */
class AddedPackIT {

    private static final Path FIXTURES = Shell.ROOT.resolve("models/fixtures/packs");

    @TempDir
    private Path folder;

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"sd3", "sd35-medium", "flux-dev", "flux-schnell", "z-image-turbo", "flux2-klein"})
    void anExportIsAddedOnceItHasDrawnAPicture(String export) throws Exception {
        assertThat(add(export)).contains("tiny is added: ./calotype generate --model tiny");
    }

    @Test
    void anAddedPackDrawsWithGuidance() throws Exception {
        // Given
        add("flux2-klein-base");
        // When
        var drawn = generate("--steps", "2", "--size", "64x96");
        // Then
        assertThat(drawn).containsExactly(64, 96);
    }

    @Tag("long")
    @Test
    void anAddedModelForInpaintingRepaints() throws Exception {
        // Given
        var pictures = FIXTURES.resolve("pictures");
        add("sd15-inpainting");
        // When
        var drawn = generate("--steps", "2", "--image", pictures + "/picture.png", "--mask", pictures + "/mask.png");
        // Then
        assertThat(drawn).containsExactly(64, 64);
    }

    @Tag("long")
    @Test
    void aPackWithAnEmbeddingDrawsItsTokenDifferently() throws Exception {
        // Given
        var packs = Files.createDirectory(folder.resolve("packs"));
        PackInstall.install(FIXTURES.resolve("sd15"), "sd15", packs);
        var file = FIXTURES.resolve("embeddings/sd15-cat-toy.safetensors").toString();
        // When
        var added = run(List.of("model", "add-embedding", file, "--to", "sd15"));
        // Then
        assertThat(added)
                .contains("sd15.cat-toy is added: ./calotype generate --model sd15.cat-toy \"... <cat-toy> ...\"");
        assertThat(pixels("sd15.cat-toy", "a <cat-toy> mat")).isNotEqualTo(pixels("sd15", "a <cat-toy> mat"));
    }

    @Tag("long")
    @Test
    void aQuantisedPackDrawsNearlyTheSame() throws Exception {
        // Given
        var packs = Files.createDirectory(folder.resolve("packs"));
        PackInstall.install(FIXTURES.resolve("sd15"), "sd15", packs);
        // When
        var added = run(List.of("model", "quantise", "sd15", "--steps", "2"));
        // Then
        assertThat(added).contains("sd15-int8 is added: ./calotype generate --model sd15-int8 \"...\"");
        int[] exact = pixels("sd15", "a cat");
        int[] rounded = pixels("sd15-int8", "a cat");
        assertThat(rounded).isNotEqualTo(exact);
        assertThat(away(rounded, exact)).isLessThan(8);
    }

    /** How far the colours of pixels are apart on average, from 0 to 255. */
    private static double away(int[] pixels, int[] others) {
        long sum = 0;
        for (int i = 0; i < pixels.length; i++) {
            for (int bits = 0; bits < 24; bits += 8) {
                sum += Math.abs((pixels[i] >> bits & 0xff) - (others[i] >> bits & 0xff));
            }
        }
        return sum / 3.0 / pixels.length;
    }

    private int[] pixels(String model, String prompt) throws Exception {
        var file = folder.resolve(model + ".png");
        run(List.of("generate", prompt, "--model", model, "--steps", "2", "--seed", "7", "-o", file.toString()));
        var picture = ImageIO.read(file.toFile());
        int width = picture.getWidth();
        return picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
    }

    private String add(String export) throws Exception {
        return run(List.of("model", "add", FIXTURES.resolve(export).toString(), "--name", "tiny"));
    }

    /** Returns the width and height of the picture. */
    private List<Integer> generate(String... options) throws Exception {
        var arguments = new ArrayList<>(List.of("generate", "a cat", "--model", "tiny", "-o", "cat.png"));
        arguments.addAll(List.of(options));
        assertThat(run(arguments)).isEqualTo("cat.png\n");
        var picture = ImageIO.read(folder.resolve("cat.png").toFile());
        return List.of(picture.getWidth(), picture.getHeight());
    }

    /** Runs the built program in a folder of its own; returns what it printed after it ended well. */
    private String run(List<String> arguments) throws Exception {
        var out = folder.resolve("out.txt");
        var err = folder.resolve("err.txt");
        var builder = new ProcessBuilder(Shell.program(arguments)).directory(folder.toFile());
        builder.environment().put("CALOTYPE_DATA", folder.toString());
        builder.environment().put("CALOTYPE_PACKS_DIR", folder.resolve("packs").toString());
        var process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        return Files.readString(out);
    }
}
