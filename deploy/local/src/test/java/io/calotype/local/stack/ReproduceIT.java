package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.OutputFormat;
import io.calotype.inference.prepare.PackInstall;
import io.calotype.local.describe.ApplePhoto;
import io.calotype.local.parity.ParityGolden;
import io.calotype.local.stack.StackSettings.Purpose;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures of every family, in every format, are made again to the same bytes; runs with {@code -Dreproduce=true}. */
@EnabledIfSystemProperty(named = "reproduce", matches = "true")
class ReproduceIT {

    private static final Path ROOT = Path.of(System.getProperty("calotype.root", "../.."));
    private static final int PICTURES = 50;
    private static final Map<String, Integer> EXITS = new TreeMap<>();

    @TempDir
    Path folder;

    static List<String> families() throws IOException {
        return ParityGolden.families();
    }

    @AfterAll
    static void allWereMadeAgain() throws IOException {
        System.out.printf(
                "%d pictures of %d families: %s%n", EXITS.size(), families().size(), EXITS);
        assertThat(EXITS).hasSizeGreaterThanOrEqualTo(PICTURES);
        assertThat(EXITS.values()).containsOnly(0);
    }

    @ParameterizedTest
    @MethodSource("families")
    void picturesOfAFamilyAreMadeAgain(String family) throws Exception {
        // Given
        Files.write(folder.resolve("apple.png"), ApplePhoto.png());
        var packs = folder.resolve("packs");
        PackInstall.install(ParityGolden.pack(family), family, packs);
        var home = new Home(ROOT.toAbsolutePath().normalize(), folder.resolve("data"), packs);
        var settings = new StackSettings(
                home, folder.resolve("data/" + family), List.of(family), StackPorts.FREE, Purpose.SHORT_RUN);
        var stack = Stack.start(settings, new Deaths());
        try {
            stack.awaitReady();
            stack.state().write(home.stateFile());
            // Then
            for (var format : OutputFormat.values()) {
                var file = family + "." + format.extension();
                EXITS.put(file, again(family, file));
            }
            // When
            ChangedPng.pixel(folder.resolve(family + ".png"));
            // Then
            assertThat(run(reproduce(family, family + ".png")))
                    .as("a changed pixel of " + family)
                    .isEqualTo(1);
        } finally {
            stack.close();
        }
    }

    private int again(String family, String file) throws Exception {
        var generate = new ArrayList<>(List.of(
                "generate",
                "a red apple",
                "--model",
                family,
                "--seed",
                "7",
                "--steps",
                "4",
                "--size",
                "64x64",
                "-o",
                file));
        if (isForInpainting(family)) {
            generate.addAll(List.of("--image", "apple.png", "--mask", "apple.png"));
        }
        assertThat(run(generate)).as(file + ": " + err()).isZero();
        int exit = run(reproduce(family, file));
        assertThat(exit).as(file + ": " + err()).isZero();
        return exit;
    }

    private static List<String> reproduce(String family, String file) {
        return isForInpainting(family)
                ? List.of("reproduce", file, "--image", "apple.png", "--mask", "apple.png")
                : List.of("reproduce", file);
    }

    private static boolean isForInpainting(String family) {
        return family.endsWith("inpainting");
    }

    private int run(List<String> arguments) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(Shell.program(arguments)).directory(folder.toFile());
        builder.environment().put("CALOTYPE_DATA", folder.resolve("data").toString());
        builder.environment().put("CALOTYPE_PACKS_DIR", folder.resolve("packs").toString());
        builder.redirectOutput(folder.resolve("out.txt").toFile());
        builder.redirectError(folder.resolve("err.txt").toFile());
        var process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err.txt"), StandardCharsets.UTF_8)
                + Files.readString(folder.resolve("out.txt"), StandardCharsets.UTF_8);
    }
}
