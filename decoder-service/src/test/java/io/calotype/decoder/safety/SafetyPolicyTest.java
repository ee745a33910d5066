package io.calotype.decoder.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.event.Safety;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.messaging.config.TenantsConfig;
import io.calotype.messaging.config.UnsafePictures;
import io.calotype.messaging.tenant.Tenants;
import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.pictures.file.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Decisions about pictures by a tiny checker with random weights, whose verdicts are those of diffusers' own class. */
class SafetyPolicyTest {

    private static final Path FIXTURES = Path.of("../models/fixtures/packs");

    private static final String SOURCE = "/shop";

    @TempDir
    private Path folder;

    private JsonNode verdicts;

    @BeforeEach
    void copyPack() throws IOException {
        verdicts = new ObjectMapper()
                .readTree(FIXTURES.resolve("safety/verdicts.json").toFile());
        copy(FIXTURES.resolve("sd15-older"));
        copy(FIXTURES.resolve("safety/pack"));
    }

    private void copy(Path source) throws IOException {
        try (var files = Files.walk(source)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = folder.resolve(source.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private SafetyPolicy policy(UnsafePictures action) {
        return policy(action, Map.of());
    }

    private SafetyPolicy policy(UnsafePictures action, Map<String, String> tenants) {
        return SafetyParts.of(action, tenants(tenants), ModelPack.draft(folder, "checked"), SessionSettings.cpu(1));
    }

    private static Tenants tenants(Map<String, String> environment) {
        return new Tenants(new ServiceSettings(environment, TenantsConfig.class).of(TenantsConfig.class));
    }

    @Test
    void theVerdictsAreThoseOfDiffusers() throws IOException {
        // Given
        var flagged = new ArrayList<Boolean>();
        try (var policy = policy(UnsafePictures.MARK)) {
            for (var name : names()) {
                // When
                var checked = policy.check(picture(name), SOURCE);
                // Then
                var expected = verdicts.path(name).asBoolean() ? Safety.MARKED : Safety.PASSED;
                assertThat(checked.safety()).as(name).isEqualTo(expected);
                assertThat(checked.picture().rgb()).isEqualTo(picture(name).rgb());
                flagged.add(verdicts.path(name).asBoolean());
            }
        }
        assertThat(flagged).contains(true, false);
    }

    @Test
    void whatIsFlaggedIsBlurredBeyondRecognition() throws IOException {
        // Given
        try (var policy = policy(UnsafePictures.BLUR)) {
            // When
            var blurred = policy.check(picture(name(true)), SOURCE);
            var passed = policy.check(picture(name(false)), SOURCE);
            // Then
            assertThat(blurred.safety()).isEqualTo(Safety.BLURRED);
            assertThat(steepest(blurred.picture())).isLessThan(steepest(picture(name(true))) / 4);
            assertThat(policy.check(picture(name(true)), SOURCE).picture().rgb())
                    .isEqualTo(blurred.picture().rgb());
            assertThat(passed.picture().rgb()).isEqualTo(picture(name(false)).rgb());
        }
    }

    @Test
    void whatIsFlaggedIsRefusedWithoutWordsOfThePrompt() throws IOException {
        // Given
        var unsafe = picture(name(true));
        try (var policy = policy(UnsafePictures.REFUSE)) {
            // Then
            assertThatThrownBy(() -> policy.check(unsafe, SOURCE))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.DENIED))
                    .hasMessage("DENIED: the safety checker found something in the picture");
            assertThat(policy.check(picture(name(false)), SOURCE).safety()).isEqualTo(Safety.PASSED);
        }
    }

    @Test
    void nothingLooksWherePicturesAreNotChecked() throws IOException {
        try (var policy = policy(UnsafePictures.IGNORE)) {
            assertThat(policy.check(picture(name(true)), SOURCE).safety()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = UnsafePictures.class,
            names = {"BLUR", "REFUSE"})
    void aPackThatCannotBeCheckedAsWantedIsRefused(UnsafePictures action) {
        // Given
        var unchecked = ModelPack.draft(FIXTURES.resolve("sd15-older"), "unchecked");
        // Then
        assertThatThrownBy(() -> SafetyParts.of(action, tenants(Map.of()), unchecked, SessionSettings.cpu(1)))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("has no safety_checker, which calotype.decoder.unsafe-pictures=");
    }

    @Test
    void eachTenantHasItsPolicyAndNobodyTakesAnothersByItsName() throws IOException {
        // Given
        var unsafe = picture(name(true));
        var tenants = Map.of(
                "CALOTYPE_TENANTS_SOURCES", "/toys=kids,/school=kids,/studio=studio,/plain=plain",
                "CALOTYPE_TENANTS_NAMED_KIDS_UNSAFE_PICTURES", "refuse",
                "CALOTYPE_TENANTS_NAMED_STUDIO_UNSAFE_PICTURES", "ignore",
                "CALOTYPE_TENANTS_NAMED_PLAIN_WEIGHT", "2");
        try (var policy = policy(UnsafePictures.BLUR, tenants)) {
            // Then
            assertThatThrownBy(() -> policy.check(unsafe, "/toys")).isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> policy.check(unsafe, "/school")).isInstanceOf(Refusal.class);
            assertThat(policy.check(unsafe, "/studio").safety()).isNull();
            for (var other : List.of("/plain", "/somebody", "studio", "/calotype")) {
                assertThat(policy.check(unsafe, other).safety()).as(other).isEqualTo(Safety.BLURRED);
            }
        }
    }

    @Test
    void aTenantAloneMayHaveItsPicturesChecked() throws IOException {
        // Given
        var tenants =
                Map.of("CALOTYPE_TENANTS_SOURCES", "/toys=kids", "CALOTYPE_TENANTS_NAMED_KIDS_UNSAFE_PICTURES", "mark");
        try (var policy = policy(UnsafePictures.IGNORE, tenants)) {
            // Then
            assertThat(policy.check(picture(name(true)), "/toys").safety()).isEqualTo(Safety.MARKED);
            assertThat(policy.check(picture(name(true)), SOURCE).safety()).isNull();
        }
    }

    @Test
    void aPackThatCannotBeCheckedAsATenantNeedsIsRefused() {
        // Given
        var unchecked = ModelPack.draft(FIXTURES.resolve("sd15-older"), "unchecked");
        var tenants = tenants(Map.of(
                "CALOTYPE_TENANTS_SOURCES", "/toys=kids", "CALOTYPE_TENANTS_NAMED_KIDS_UNSAFE_PICTURES", "blur"));
        // Then
        assertThatThrownBy(() -> SafetyParts.of(UnsafePictures.MARK, tenants, unchecked, SessionSettings.cpu(1)))
                .isInstanceOf(PackException.class)
                .hasMessageContaining(
                        "has no safety_checker, which calotype.tenants.named.kids.unsafe-pictures=blur needs");
    }

    @Test
    void aModelThatIsNoCheckerIsNamed() throws IOException {
        // Given
        Files.copy(folder.resolve("unet/weights.pb"), folder.resolve("safety_checker/weights.pb"));
        Files.delete(folder.resolve("safety_checker/model.onnx"));
        Files.copy(folder.resolve("unet/model.onnx"), folder.resolve("safety_checker/model.onnx"));
        // Then
        assertThatThrownBy(() -> policy(UnsafePictures.MARK))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("safety_checker/model.onnx: takes [sample F32");
    }

    private List<String> names() {
        var names = new ArrayList<String>();
        verdicts.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private String name(boolean flagged) {
        return names().stream()
                .filter(name -> verdicts.path(name).asBoolean() == flagged)
                .findFirst()
                .orElseThrow();
    }

    private static Picture picture(String name) throws IOException {
        var image = ImageIO.read(FIXTURES.resolve("pictures").resolve(name).toFile());
        byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
        for (int i = 0; i < rgb.length / 3; i++) {
            int pixel = image.getRGB(i % image.getWidth(), i / image.getWidth());
            rgb[3 * i] = (byte) (pixel >> 16);
            rgb[3 * i + 1] = (byte) (pixel >> 8);
            rgb[3 * i + 2] = (byte) pixel;
        }
        return new Picture(image.getWidth(), image.getHeight(), rgb);
    }

    /** The largest difference of neighbours in a row. */
    private static int steepest(Picture picture) {
        int steepest = 0;
        byte[] rgb = picture.rgb();
        for (int i = 3; i < rgb.length; i++) {
            if (i / 3 % picture.width() > 0) {
                int step = Byte.toUnsignedInt(rgb[i]) - Byte.toUnsignedInt(rgb[i - 3]);
                steepest = Math.max(steepest, Math.abs(step));
            }
        }
        return steepest;
    }
}
