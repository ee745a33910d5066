package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.OutputRequest;
import io.calotype.contracts.event.PictureRequest;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.SamplingRequest;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.contracts.spec.Seed;
import io.calotype.inference.prepare.PackInstall;
import io.calotype.local.parity.ParityGolden;
import io.calotype.local.prompt.PromptChannel;
import io.calotype.local.prompt.PromptRun;
import io.calotype.local.stack.StackSettings.Purpose;
import io.calotype.local.store.BucketClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One stack that serves two packs of different families side by side. */
@Tag("long")
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class SeveralPacksIT {
    private static final OutputRequest SMALL = new OutputRequest(64, 64, 1, null);

    private static final Path ROOT = Path.of(System.getProperty("calotype.root", "../.."));
    private static final Duration POLL = Duration.ofMillis(250);

    @TempDir
    private static Path folder;

    private static Stack stack;

    @BeforeAll
    static void start() {
        var fixtures = ROOT.resolve("models/fixtures/packs");
        PackInstall.install(fixtures.resolve("sd15-older"), "tiny", folder.resolve("packs"));
        PackInstall.install(fixtures.resolve("sdxl"), "tiny-xl", folder.resolve("packs"));
        var home = new Home(ROOT.toAbsolutePath().normalize(), folder.resolve("data"), folder.resolve("packs"));
        var settings = new StackSettings(
                home, folder.resolve("data"), List.of("tiny", "tiny-xl"), StackPorts.FREE, Purpose.SHORT_RUN);
        stack = Stack.start(settings, new Deaths());
        Runtime.getRuntime().addShutdownHook(new Thread(stack::abandon));
        stack.awaitReady();
    }

    /** Not abandoned: a broker without its folder would end the tests that start another. */
    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void aPromptChoosesItsPack() {
        assertThat(generate("tiny").path("model").asText()).isEqualTo("tiny");
        assertThat(generate("tiny-xl").path("model").asText()).isEqualTo("tiny-xl");
    }

    @ParameterizedTest
    @CsvSource({"tiny, sd15, euler", "tiny, sd15, dpmpp_2m", "tiny-xl, sdxl, euler_ancestral", "tiny-xl, sdxl, ddim"})
    void aSeedMeansThePictureOfDiffusers(String model, String weights, String scheduler) throws IOException {
        // Given
        var expected = ParityGolden.read(weights).picture(scheduler + "/7/4/7.5");
        // When
        var completed = outcome(parameters(model, scheduler, null));
        // Then
        assertThat(ParityGolden.farPixels(stored(completed), expected))
                .as("share of pixels more than 1/255 apart")
                .isLessThanOrEqualTo(0.001);
    }

    @ParameterizedTest
    @CsvSource({"img2img, euler, 0.6", "img2img, dpmpp_2m, 0.6", "inpaint, ddim, 0.8", "inpaint, heun, 0.8"})
    void soItDoesFromAPictureAndAMask(String task, String scheduler, String strength) throws IOException {
        // Given
        var mask = task.equals("inpaint") ? brought("mask_image", "mask") : null;
        var expected = ParityGolden.read("sdxl").picture(task + "/" + scheduler + "/7/4/7.5/" + strength);
        // When
        var request = new PictureRequest(brought("image", "picture"), mask, Double.valueOf(strength));
        var completed = outcome(parameters("tiny-xl", scheduler, request));
        // Then
        assertThat(ParityGolden.farPixels(stored(completed), expected))
                .as("share of pixels more than 1/255 apart")
                .isLessThanOrEqualTo(0.001);
    }

    @Test
    void aPackThatCannotReadPicturesSaysSo() {
        // When: the older layout's encoder draws a sample itself, and is not exported
        var request = new PictureRequest(brought("image", "picture"), null, null);
        var refused = outcome(parameters("tiny", "euler", request));
        // Then
        assertThat(refused.path("problem").path("detail").asText())
                .isEqualTo("image: tiny has no vae_encoder to begin from a picture with");
    }

    private static PromptParameters parameters(String model, String scheduler, @Nullable PictureRequest picture) {
        return new PromptParameters(
                "a cat on a red mat",
                null,
                null,
                SMALL,
                new SamplingRequest(4, 7.5, null, null, scheduler, Seed.parse("7")),
                model,
                Limits.DEFAULT_PRIORITY,
                picture);
    }

    private static PictureReference brought(String field, String name) {
        try {
            var png = Files.readAllBytes(ROOT.resolve("models/fixtures/packs/pictures/" + name + ".png"));
            return PictureReference.parse(
                    field, "data:image/png;base64," + Base64.getEncoder().encodeToString(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int[] stored(JsonNode completed) throws IOException {
        var bytes = new BucketClient(stack.state().store())
                .fetch(completed.path("key").asText(), completed.path("sha256").asText());
        var picture = ImageIO.read(new ByteArrayInputStream(bytes));
        return picture.getRGB(0, 0, 64, 64, null, 0, 64);
    }

    @Test
    void withoutAChoiceItIsTheFirst() {
        assertThat(generate(null).path("model").asText()).isEqualTo("tiny");
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThat(generate("nobody").path("problem").path("detail").asText())
                .isEqualTo("model is nobody; it must be one of tiny, tiny-xl");
    }

    /** The data of the picture's terminal event. */
    private static JsonNode generate(String model) {
        return outcome(parameters(model));
    }

    private static JsonNode outcome(PromptParameters parameters) {
        try (var channel = PromptChannel.open(stack.state().kafka())) {
            var promptId = "packs-" + UUID.randomUUID();
            channel.send(new PromptRequested(Origin.of(promptId, "/test"), parameters));
            var run = new PromptRun(1);
            while (true) {
                for (var event : channel.poll(promptId, POLL)) {
                    var terminal = run.accept(event);
                    if (terminal.isPresent()) {
                        return PromptRun.data(terminal.get());
                    }
                }
            }
        }
    }

    private static PromptParameters parameters(String model) {
        return new PromptParameters(
                "a cat",
                null,
                null,
                SMALL,
                new SamplingRequest(2, 1.0, null, null, null, Seed.parse("7")),
                model,
                Limits.DEFAULT_PRIORITY,
                null);
    }
}
