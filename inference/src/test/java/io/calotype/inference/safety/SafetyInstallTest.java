package io.calotype.inference.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.inference.image.SafetyChecker;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.pack.PreviewFactors;
import io.calotype.inference.prepare.PackInstall;
import io.calotype.inference.prepare.PreparedColours;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A safety checker becomes part of a pack that had none. */
class SafetyInstallTest {

    private static final Path FIXTURES = Path.of("../models/fixtures/packs");
    private static final Path CHECKER = FIXTURES.resolve("safety/pack");

    @TempDir
    private Path packs;

    private ModelPack base;

    @BeforeEach
    void install() {
        base = PackInstall.install(FIXTURES.resolve("sd15"), "sd15", packs);
    }

    @Test
    void theNewPackHasTheCheckerAndADigestOfItsOwn() {
        // When
        var checked = SafetyInstall.install(CHECKER, base, "sd15.checked", packs);
        // Then
        assertThat(checked.name()).isEqualTo("sd15.checked");
        assertThat(SafetyChecker.isIn(checked)).isTrue();
        assertThat(SafetyChecker.isIn(base)).isFalse();
        assertThat(checked.digest()).isNotEqualTo(base.digest());
        checked.verify("safety_checker");
        checked.verify("unet");
    }

    @Test
    void nothingOfItsPicturesIsSeenBeforeTheCheck() {
        // Given
        var colours = new PreviewFactors(Collections.nCopies(4, List.of(1.0, 0.5, 0.0)), List.of(0.0, 0.0, 0.0));
        var checked = SafetyInstall.install(CHECKER, base, "sd15.checked", packs);
        // When
        PreparedColours.keep(base, colours);
        PreparedColours.keep(checked, colours);
        // Then
        assertThat(PreparedColours.of(base)).isEqualTo(colours);
        assertThat(PreparedColours.of(checked)).isEqualTo(PreviewFactors.NONE);
    }

    @Test
    void aSecondCheckerIsRefused() {
        var checked = SafetyInstall.install(CHECKER, base, "sd15.checked", packs);
        assertRefused(CHECKER, checked, "has a safety_checker already");
    }

    @Test
    void whatIsNoCheckerIsNamedAndNothingIsLeft() throws IOException {
        // Given
        var empty = Files.createDirectory(packs.resolve("empty"));
        var half = Files.createDirectories(packs.resolve("half/safety_checker"));
        Files.copy(CHECKER.resolve("safety_checker/model.onnx"), half.resolve("model.onnx"));
        var other = Files.createDirectories(packs.resolve("other/safety_checker"));
        Files.copy(FIXTURES.resolve("sd15/vae_decoder/model.onnx"), other.resolve("model.onnx"));
        var processor = Files.createDirectories(packs.resolve("other/feature_extractor"));
        Files.copy(
                CHECKER.resolve("feature_extractor/preprocessor_config.json"),
                processor.resolve("preprocessor_config.json"));
        // Then
        assertRefused(empty, base, "empty/safety_checker/model.onnx: is missing: a checker is a folder with");
        assertRefused(half.getParent(), base, "half/feature_extractor: is missing: a checker is a folder with");
        assertRefused(other.getParent(), base, "safety_checker/model.onnx: takes [latent_sample");
    }

    private void assertRefused(Path checker, ModelPack pack, String fault) {
        assertThatThrownBy(() -> SafetyInstall.install(checker, pack, "new", packs))
                .isInstanceOf(PackException.class)
                .hasMessageContaining(fault);
        assertThat(packs.resolve("new")).doesNotExist();
        assertThat(packs.resolve(".adding-new")).doesNotExist();
    }
}
