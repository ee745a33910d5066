package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.topic.Topics;
import java.awt.image.BufferedImage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built program as a shell runs it, its outputs piped. */
class CommandLineIT {

    private static final List<String> APPLE =
            List.of("generate", "a red apple", "--seed", "7", "--steps", "3", "--size", "128x128");

    private static final List<String> BANANA =
            List.of("generate", "a banana", "--seed", "7", "--steps", "4", "--size", "128x128");

    private final WholeStack stack = WholeStack.running();

    @TempDir
    Path folder;

    private record Outcome(int exitCode, List<String> out, String err) {}

    @BeforeEach
    void announceTheStack() {
        stack.announce(folder.resolve("stack.json"));
    }

    @Test
    void generateSavesAPictureAndPrintsNothingButItsPath() throws Exception {
        // When
        var outcome = run(APPLE, "-o", "apple.png");
        // Then
        assertThat(outcome).isEqualTo(new Outcome(0, List.of("apple.png"), ""));
        var picture = ImageIO.read(folder.resolve("apple.png").toFile());
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(128, 128);
    }

    @Test
    void severalPicturesGoIntoAFolderUnderPromptAndSeed() throws Exception {
        // When
        var outcome = run(APPLE, "-n", "2", "-o", "out/");
        // Then
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).containsExactlyInAnyOrder("out/a-red-apple-7.png", "out/a-red-apple-8.png");
        assertThat(folder.resolve("out/a-red-apple-8.png")).isNotEmptyFile();
    }

    @Test
    void eachWarningOfAPromptIsPrintedOnce() throws Exception {
        // Given
        var prompt =
                List.of("generate", "seven " + "apple ".repeat(60), "--steps", "2", "--size", "128x128", "-n", "2");
        // When
        var outcome = run(prompt, "-o", "out/");
        // Then
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).hasSize(2);
        assertThat(outcome.err())
                .isEqualTo("calotype: the model does not know 'seven'; nothing it knows is near\n"
                        + "calotype: the prompt is longer than the model reads:"
                        + " what follows its first 48 tokens is cut\n");
    }

    @Test
    void aStackForOneRunGivesTheSameBytesAndLeavesNothing() throws Exception {
        // Given
        run(APPLE, "-o", "shared.png");
        // When
        Files.delete(folder.resolve("stack.json"));
        var outcome = run(APPLE, "-o", "alone.png");
        // Then
        assertThat(outcome).isEqualTo(new Outcome(0, List.of("alone.png"), ""));
        assertThat(folder.resolve("alone.png")).hasSameBinaryContentAs(folder.resolve("shared.png"));
        assertThat(folder.resolve("runs")).isEmptyDirectory();
    }

    @Test
    void aPictureBeginsFromAFileOrAnObject() throws Exception {
        // Given
        var first = run(APPLE, "--json", "-o", "apple.png");
        var key =
                new ObjectMapper().readTree(first.out().get(0)).at("/data/key").asText();
        // When
        var fromFile = run(BANANA, "--image", "apple.png", "-o", "file.png");
        var fromObject = run(BANANA, "--image", key, "-o", "object.png");
        var fromNothing = run(BANANA, "-o", "nothing.png");
        // Then
        assertThat(List.of(fromFile.err(), fromObject.err(), fromNothing.err())).containsOnly("");
        var picture = ImageIO.read(folder.resolve("file.png").toFile());
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(128, 128);
        // The provenance in each names where it begins, so pixels are compared.
        assertThat(pixels("object.png")).isEqualTo(pixels("file.png")).isNotEqualTo(pixels("nothing.png"));
    }

    @Test
    void thePageAndTheCommandLineStartFromEachOthersPictures() throws Exception {
        // Given
        var drawn = run(APPLE, "--json", "-o", "apple.png");
        var key =
                new ObjectMapper().readTree(drawn.out().get(0)).at("/data/key").asText();
        // When
        var order = "{\"prompt\":\"a banana\",\"steps\":2,\"strength\":0.5,\"image\":\"" + key + "\"}";
        var accepted = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(stack.gateway().resolve("/v1/prompts"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(order))
                                .build(),
                        BodyHandlers.ofString());
        // Then
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        var id = new ObjectMapper().readTree(accepted.body()).path("id").asText();
        try (var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            var end = reader.awaitImages(1, Duration.ofMinutes(1), id).get(0);
            // When
            var back = run(BANANA, "--image", end.path("key").asText("no key in " + end), "-o", "back.png");
            // Then
            assertThat(back.err()).isEmpty();
        }
    }

    private List<Integer> pixels(String file) throws Exception {
        var picture = ImageIO.read(folder.resolve(file).toFile());
        var pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        return Arrays.stream(pixels).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"apple.jpg", "apple.webp"})
    void aPictureIsMadeAgainToTheSameBytes(String file) throws Exception {
        // Given
        run(APPLE, "-o", file);
        // When
        var outcome = run(List.of("reproduce", file, "-o", "again"));
        // Then
        assertThat(outcome.out()).singleElement().asString().startsWith("the same bytes, sha256 ");
        assertThat(outcome.exitCode()).isZero();
        assertThat(folder.resolve("again")).hasSameBinaryContentAs(folder.resolve(file));
    }

    @Test
    void aPictureFromAPictureIsMadeAgainFromIt() throws Exception {
        // Given
        run(APPLE, "-o", "apple.png");
        run(BANANA, "--image", "apple.png", "--strength", "0.7", "-o", "banana.png");
        // When
        var outcome = run(List.of("reproduce", "banana.png", "--image", "apple.png"));
        var without = run(List.of("reproduce", "banana.png"));
        // Then
        assertThat(outcome.exitCode()).isZero();
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err()).isEqualTo("calotype: banana.png was made from a picture; name it with --image\n");
    }

    @Test
    void aChangedPixelIsFoundWhenAPictureIsMadeAgain() throws Exception {
        // Given
        run(APPLE, "-o", "apple.png");
        ChangedPng.pixel(folder.resolve("apple.png"));
        // When
        var outcome = run(List.of("reproduce", "apple.png"));
        // Then
        assertThat(outcome.out()).singleElement().asString().startsWith("1 of 16384 pixels differ, by at most 25");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void whatDoesNotSayHowItWasMadeCannotBeMadeAgain() throws Exception {
        // Given
        ImageIO.write(
                new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("plain.png").toFile());
        // When
        var outcome = run(List.of("reproduce", "plain.png"));
        // Then
        assertThat(outcome.err()).isEqualTo("calotype: plain.png does not say how it was made, or is no picture\n");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void jsonPrintsTheTerminalEvents() throws Exception {
        // When
        var outcome = run(APPLE, "--json", "-o", "apple.webp");
        // Then
        assertThat(outcome.exitCode()).isZero();
        var event = new ObjectMapper().readTree(outcome.out().get(0));
        assertThat(event.path("type").asText()).isEqualTo("io.calotype.image.completed.v1");
        assertThat(event.path("data").path("seed").asInt()).isEqualTo(7);
        assertThat(outcome.out()).hasSize(1);
        assertThat(Files.readAllBytes(folder.resolve("apple.webp"))).startsWith('R', 'I', 'F', 'F');
    }

    @Test
    void aFailureIsExitCodeOneWithTitleAndDetail() throws Exception {
        // When
        var outcome = run(List.of("generate", "x", "--size", "100x100", "-o", "x.png"));
        // Then
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith("calotype: image 0: A parameter is not valid: width is 100; it must be a multiple of");
        assertThat(folder.resolve("x.png")).doesNotExist();
    }

    @Test
    @Tag("long")
    void aPictureBranchesFromAStepAndIsReplayed() throws Exception {
        // Given
        var id = drawnKeepingSteps();
        // When
        var other = run(List.of("branch", id, "--step", "2", "a green pear", "-o", "pear.png"));
        var missing = run(List.of("branch", id, "--step", "1", "a green pear"));
        var replayed = run(List.of("replay", id, "--format", "webp", "-o", "out/"));
        var gone = run(List.of("replay", "nobody"));
        // Then
        assertThat(other).isEqualTo(new Outcome(0, List.of("pear.png"), ""));
        assertThat(Files.mismatch(folder.resolve("pear.png"), folder.resolve("apple.png")))
                .isNotNegative();
        assertThat(missing)
                .isEqualTo(new Outcome(1, List.of(), "calotype: step 1 of " + id + " is not kept; kept are 2, 3\n"));
        assertThat(replayed).isEqualTo(new Outcome(0, List.of("out/a-red-apple-7.webp"), ""));
        assertThat(Files.readString(folder.resolve("out/a-red-apple-7.webp"), StandardCharsets.ISO_8859_1))
                .startsWith("RIFF");
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.err()).contains("no step of nobody/0 is kept");
    }

    /** In a stack of its own; runs with {@code -Dreproduce=true}. */
    @Test
    @EnabledIfSystemProperty(named = "reproduce", matches = "true")
    void aPictureIsReplayedByAnotherVae() throws Exception {
        // Given
        var id = drawnKeepingSteps();
        var own = Shell.ROOT.resolve("models/target/packs/pictograms").toString();
        // When
        var decoded = run(List.of("replay", id, "--vae", own, "-o", "vae.png"));
        // Then
        assertThat(decoded).isEqualTo(new Outcome(0, List.of("vae.png"), ""));
        assertThat(pixels("vae.png")).isEqualTo(pixels("apple.png"));
        assertThat(Files.mismatch(folder.resolve("vae.png"), folder.resolve("apple.png")))
                .isNotNegative(); // they name their packs
    }

    private String drawnKeepingSteps() throws Exception {
        var drawn = run(APPLE, "--keep-steps", "2", "--json", "-o", "apple.png");
        return new ObjectMapper()
                .readTree(drawn.out().get(0))
                .at("/data/image_id")
                .asText();
    }

    @Test
    void statusShowsWhatRunsAndTheLag() throws Exception {
        // When
        var outcome = run(List.of("status"));
        // Then
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .filteredOn(line -> line.contains("-service"))
                .hasSize(4)
                .allMatch(line -> line.contains(" ready "));
        assertThat(outcome.out()).anyMatch(line -> line.matches("calotype-encoder +calotype\\.prompts +1 +\\d+"));
    }

    @Test
    void deadLettersAreListedShownAndRedriven() throws Exception {
        // Given
        var key = "letter-" + UUID.randomUUID();
        try (var producer = new OutsideProducer(stack.kafka())) {
            producer.bare(key, "not JSON");
        }
        var place = awaitLetters(key, 1).get(0).split("\t", -1)[0];
        // When
        var shown = run(List.of("dlq", "show", place, "--value", "value.bin"));
        var redriven = run(List.of("dlq", "redrive", "--bootstrap-server", stack.kafka(), place));
        // Then
        assertThat(shown.out()).contains("key\t" + key, "bytes\t8", "dead-letter-topic\tcalotype.prompts");
        assertThat(folder.resolve("value.bin")).hasContent("not JSON");
        assertThat(redriven).isEqualTo(new Outcome(0, List.of("1 sent"), ""));
        assertThat(awaitLetters(key, 2)).allMatch(letter -> letter.startsWith("calotype.prompts.dlq/0/"));
    }

    private List<String> awaitLetters(String key, int count) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> run(List.of("dlq", "list")).out().stream()
                                .filter(letter -> letter.contains("\t" + key + "\t"))
                                .toList(),
                        letters -> letters.size() == count);
    }

    @Test
    void aPortThatIsTakenIsNamedWithItsOption() throws Exception {
        // Given
        Files.delete(folder.resolve("stack.json"));
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());
            // When
            var outcome = run(List.of("up", "--kafka-port", "0", "--http-port", "0", "--port", "0", "--s3-port", port));
            // Then
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .isEqualTo("calotype: Port " + port + " is already in use; choose another with --s3-port\n");
        }
    }

    private Outcome run(List<String> arguments, String... more) throws Exception {
        var all = Stream.concat(arguments.stream(), Stream.of(more)).toList();
        var builder = new ProcessBuilder(Shell.program(all)).directory(folder.toFile());
        builder.environment().put("CALOTYPE_DATA", folder.toString());
        builder.redirectOutput(folder.resolve("out.txt").toFile());
        builder.redirectError(folder.resolve("err.txt").toFile());
        var process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        // Newer JDKs warn of what Kafka does; the script keeps that away.
        var err = Files.readString(folder.resolve("err.txt"), StandardCharsets.UTF_8)
                .replaceAll("(?m)^WARNING: .*sun\\.misc\\.Unsafe.*\\R|^WARNING: Please consider reporting.*\\R", "");
        return new Outcome(process.exitValue(), Files.readAllLines(folder.resolve("out.txt")), err);
    }
}
