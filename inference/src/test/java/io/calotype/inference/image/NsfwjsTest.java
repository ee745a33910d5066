package io.calotype.inference.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.picture.PictureHeader;
import io.calotype.inference.picture.PictureReader;
import io.calotype.inference.picture.PixelRows;
import io.calotype.inference.prepare.PackInstall;
import io.calotype.inference.safety.SafetyInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The classifier of nsfwjs as a checker, on real pictures; the numbers are TensorFlow.js's with the package itself. */
class NsfwjsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path CHECKER = ROOT.resolve("models/nsfwjs");
    private static final SessionSettings CPU = SessionSettings.cpu(1);

    @TempDir
    private Path packs;

    private ModelPack pack;

    @BeforeEach
    void install() {
        var base = PackInstall.install(ROOT.resolve("models/fixtures/packs/sd15"), "sd15", packs);
        pack = SafetyInstall.install(CHECKER, base, "checked", packs);
    }

    @ParameterizedTest
    @CsvSource({
        "models/fixtures/packs/pictures/picture.png, 0.00048, 0.00001, 0.99948, 0.00003, 0.00000",
        "models/fixtures/packs/pictures/wide.png, 0.01695, 0.00045, 0.98253, 0.00006, 0.00001",
        "docs/images/pictures.png, 0.08158, 0.00005, 0.91837, 0.00000, 0.00000",
        "docs/images/page-wide.png, 0.00327, 0.00021, 0.99651, 0.00002, 0.00000"
    })
    void itsProbabilitiesAreThoseOfNsfwjs(
            String file, float drawing, float hentai, float neutral, float porn, float sexy) throws IOException {
        // Given
        var processor = ImageProcessorConfig.read(pack, "feature_extractor");
        var pixels = Shape.of(1, 3, processor.height(), processor.width());
        try (var model = OnnxModel.load(pack.model("safety_checker"), CPU);
                var slot = model.slot(
                        Map.of("clip_input", pixels, "images", Shape.of(1, 1, 1, 3)),
                        Map.of("scores", Shape.of(1, 5)))) {
            // When
            processor.fill(picture(file), slot.floats("clip_input"));
            slot.run();
            float[] scores = new float[5];
            slot.output("scores").get(scores);
            // Then
            assertThat(scores).containsExactly(new float[] {drawing, hentai, neutral, porn, sexy}, within(0.002f));
        }
    }

    @Test
    void itFindsNothingInWhatIsHere() throws IOException {
        try (var checker = SafetyChecker.open(pack, CPU).orElseThrow();
                var files = Files.list(ROOT.resolve("docs/images"))) {
            for (var file : files.toList()) {
                assertThat(checker.flags(picture("docs/images/" + file.getFileName())))
                        .as("finds something in %s", file)
                        .isFalse();
            }
        }
    }

    private static PixelRows picture(String file) throws IOException {
        var bytes = Files.readAllBytes(ROOT.resolve(file));
        return PictureReader.read(file, PictureHeader.of(file, bytes), bytes);
    }
}
