package io.calotype.inference.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.pack.ControlFolder;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ControlRequest;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.PackInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Control models for images that ask for them; {@code ControlParityIT} compares what they draw with diffusers. */
class ControlAdditionTest {

    private static final Path PACKS = Path.of("../models/fixtures/packs");
    private static final SessionSettings SETTINGS = SessionSettings.cpu(1);
    private static final PictureReference PICTURE = PictureReference.parse("image", "inputs/edges.png");

    @TempDir
    private Path folder;

    private ModelPack pack;

    @BeforeEach
    void install() {
        pack = PackInstall.install(PACKS.resolve("sd15"), "sd15", folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"controlnet", "adapter"})
    void thePackStaysAsItIsAndItsUNetTakesControl(String kind) {
        // Given
        var digest = pack.digest();
        // When
        var added = ControlAddition.add(PACKS.resolve("controls/sd15-" + kind), pack, "edges", SETTINGS);
        // Then
        assertThat(ModelPack.open(pack.directory()).digest()).isEqualTo(digest);
        try (var model = ControlGraph.load(pack, SETTINGS)) {
            assertThat(model.inputs()).extracting(input -> input.name()).contains("control.skip.0", "control.middle");
        }
        var request = new ControlRequest(PICTURE, "edges", 1, 0, 1, added.sha256());
        assertThat(ControlShelf.of(pack).find(List.of(request))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sdxl | controls/sd15-controlnet | is for another model: it takes encoder_hidden_states F32",
                "sd3 | controls/sd15-adapter | takes no control pictures: it is no UNet",
                "sd15-inpainting | controls/sd15-controlnet | is for another model: it takes sample F32",
                "sd15 | sd15/unet | it is no ControlNet or T2I-Adapter as models/export/controlnet.py writes it",
                "sd15 | controls/xl-adapter | is for another model: the UNet has no block.2",
                "sd2-epsilon | controls/xl-controlnet | is for another model: the UNet has no skip.",
                "sd15 | loras | model.onnx: is missing"
            })
    void whatDoesNotFitIsRefusedBeforeAnythingIsWritten(String family, String export, String fault) {
        // Given
        var other = family.equals("sd15") ? pack : PackInstall.install(PACKS.resolve(family), family, folder);
        // Then
        assertThatThrownBy(() -> ControlAddition.add(PACKS.resolve(export), other, "edges", SETTINGS))
                .isInstanceOf(PackException.class)
                .hasMessageContaining(fault);
        assertThat(folder.resolve(".controls")).doesNotExist();
    }

    @Test
    void whatItGivesMustBeAsLargeAsTheUNetTakesIt() throws IOException {
        // Given
        var export = folder.resolve(".xl");
        copy(PACKS.resolve("sdxl"), export);
        copy(PACKS.resolve("controls/xl-unet"), export.resolve("unet"));
        var large = PackInstall.install(export, "xl", folder);
        // Then
        assertThatThrownBy(() -> ControlAddition.add(PACKS.resolve("controls/sdxl-adapter"), large, "edges", SETTINGS))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("is for another model")
                .hasMessageContaining("block.1");
        // When
        var added = ControlAddition.add(PACKS.resolve("controls/xl-adapter"), large, "edges", SETTINGS);
        // Then
        var shelf = ControlShelf.of(large);
        var uses = shelf.find(List.of(new ControlRequest(PICTURE, "edges", 1, 0, 1, null)));
        assertThat(added.sizeMultiple()).isEqualTo(16);
        shelf.requireSize(uses, new ImageSize(64, 96));
        assertThatThrownBy(() -> shelf.requireSize(uses, new ImageSize(64, 72)))
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(
                                refusal.problem().detail())
                        .isEqualTo("controls: 'edges' reads pictures whose sides are multiples of 16; 64x72 are not"));
    }

    @Test
    void oneForAnotherVersionOfThePackIsNotInItsWay() {
        // Given
        ControlAddition.add(PACKS.resolve("controls/sd15-adapter"), pack, "edges", SETTINGS);
        PackInstall.remove(pack.directory());
        var other = PackInstall.install(PACKS.resolve("sd2-epsilon"), "sd15", folder);
        var request = new ControlRequest(PICTURE, "edges", 1, 0, 1, null);
        // Then
        assertThat(ControlShelf.of(other).any()).isFalse();
        assertThatThrownBy(() -> ControlShelf.of(other).find(List.of(request)))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.PACK_MISMATCH));
        // When
        ControlAddition.add(PACKS.resolve("controls/sd15-adapter"), other, "edges", SETTINGS);
        // Then
        assertThat(ControlShelf.of(other).find(List.of(request))).hasSize(1);
    }

    @Test
    void weightsBesideTheModelAreAPartOfIt() throws IOException {
        // Given
        var export = folder.resolve("control");
        copy(PACKS.resolve("sd2-epsilon/unet"), export);
        var before = ControlFiles.of(export);
        var weights = export.resolve(before.names().get(2));
        var bytes = Files.readAllBytes(weights);
        bytes[bytes.length / 2] ^= 1;
        // When
        Files.write(weights, bytes);
        // Then
        assertThat(ControlFiles.of(export).sha256())
                .isNotEqualTo(ControlFiles.of(PACKS.resolve("sd2-epsilon/unet")).sha256());
        // When
        Files.delete(weights);
        // Then
        assertThatThrownBy(() -> ControlFiles.of(export))
                .isInstanceOf(PackException.class)
                .hasMessageContaining(weights + ": is missing");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void aNameIsTakenOnceAndWhatIsNotThereIsNamed() {
        // Given
        ControlAddition.add(PACKS.resolve("controls/sd15-adapter"), pack, "edges", SETTINGS);
        // Then
        assertThatThrownBy(() -> ControlAddition.add(PACKS.resolve("controls/sd15-adapter"), pack, "edges", SETTINGS))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("edges: is there already");
        assertRefused(
                new ControlRequest(PICTURE, "depth", 1, 0, 1, null), ProblemType.UNKNOWN_MODEL, "there are [edges]");
        assertRefused(
                new ControlRequest(PICTURE, "edges", 1, 0, 1, "0".repeat(64)), ProblemType.PACK_MISMATCH, "not 000");
        assertThat(ControlFolder.of(folder, "sd15").names()).containsExactly("edges");
    }

    private void assertRefused(ControlRequest request, ProblemType type, String detail) {
        assertThatThrownBy(() -> ControlShelf.of(pack).find(List.of(request)))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.problem().type()).isEqualTo(type);
                    assertThat(refusal.problem().field()).isEqualTo("controls");
                    assertThat(refusal.problem().detail()).contains(detail);
                });
    }
}
