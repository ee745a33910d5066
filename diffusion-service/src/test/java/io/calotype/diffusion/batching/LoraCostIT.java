package io.calotype.diffusion.batching;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.LoraRequest;
import io.calotype.diffusion.denoise.Denoiser;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.diffusion.pack.DenoisingSettings;
import io.calotype.diffusion.pack.FixturePack;
import io.calotype.inference.graph.Layer;
import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.lora.LoraAddition;
import io.calotype.inference.lora.LoraShelf;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.prepare.DenoisingModel;
import io.calotype.inference.prepare.PackInstall;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What LoRAs of single images cost: a step of four rows with the plain graph and with one that takes LoRAs, by turns, in the figures of
 * docs/models.md. {@code -Dfigures=true -Dfigures.pack=FOLDER -Dfigures.side=512}.
 */
@EnabledIfSystemProperty(named = "figures", matches = "true")
class LoraCostIT {

    private static final int ROUNDS = Integer.getInteger("figures.rounds", 5);
    private static final int SIDE = Integer.getInteger("figures.side", 64);
    private static final int ROWS = 4;
    private static final long SLOT_BYTES = 256L << 20;
    private static final SessionSettings SETTINGS =
            SessionSettings.cpu(Runtime.getRuntime().availableProcessors());
    private static final DenoisingSettings CALLS =
            DenoisingSettings.usual(SETTINGS, true).withLoraBytes(1L << 30);

    @TempDir
    private Path folder;

    private record Step(
            String name, Denoiser denoiser, List<Denoising> images, List<Long> times, List<Long> processor) {

        void run(OperatingSystemMXBean system) {
            long start = System.nanoTime();
            long used = system.getProcessCpuTime();
            denoiser.step(images);
            processor.add(system.getProcessCpuTime() - used);
            times.add(System.nanoTime() - start);
        }
    }

    @ParameterizedTest
    @CsvSource({"attention, 16", "everything, 32"})
    void aStepOfFourRows(String layers, int rank) throws IOException {
        // Given
        var plain = install("plain");
        DenoisingModel.prepare(plain, plain.family().denoiser().component());
        var taking = install("taking");
        add(taking, "a", rank, layers);
        add(taking, "b", rank, layers);
        // When
        try (var one = DenoisingPack.load(plain, CALLS);
                var other = DenoisingPack.load(taking, CALLS);
                var without = one.denoiser(SLOT_BYTES);
                var with = other.denoiser(SLOT_BYTES)) {
            var steps = List.of(
                    step("plain graph", one, without, List.of(), List.of(), List.of(), List.of()),
                    step("no image asks", other, with, List.of(), List.of(), List.of(), List.of()),
                    step("all ask for one", other, with, List.of("a"), List.of("a"), List.of("a"), List.of("a")),
                    step("mixed", other, with, List.of("a"), List.of(), List.of("b"), List.of("a", "b")));
            var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            for (int round = 0; round <= ROUNDS; round++) { // the first allocates
                for (int turn = 0; turn < steps.size(); turn++) { // another one first each time
                    steps.get((turn + round) % steps.size()).run(system);
                }
            }
            // Then
            steps.forEach(step -> System.out.println(row(step, steps.get(0), layers + " " + rank)));
            assertThat(steps.get(3).images())
                    .allMatch(image -> image.firstNotFinite().isEmpty());
        }
    }

    private ModelPack install(String name) {
        var given = System.getProperty("figures.pack");
        var folderOfPack = given == null ? FixturePack.open("sd15").directory() : Path.of(given);
        return PackInstall.install(ModelPack.draft(folderOfPack, name), name, folder);
    }

    private void add(ModelPack pack, String name, int rank, String which) throws IOException {
        var component = pack.family().denoiser().component();
        Predicate<String> chosen = path -> which.equals("everything") || path.contains(".attn");
        Map<String, Layer> layers =
                new TreeMap<>(OnnxFile.read(pack.model(component)).layers());
        layers.keySet().removeIf(chosen.negate());
        var file = RandomLora.write(folder.resolve(name + ".safetensors"), component, layers, rank);
        LoraAddition.add(file, pack, name);
        System.out.printf("%s: %d layers, %d bytes%n", name, layers.size(), Files.size(file));
    }

    @SafeVarargs
    private static Step step(String name, DenoisingPack pack, Denoiser denoiser, List<String>... loras) {
        var shelf = LoraShelf.of(pack.pack());
        var images = IntStream.range(0, ROWS)
                .mapToObj(row -> pack.loras(shelf.find(loras[row].stream()
                        .map(lora -> new LoraRequest(lora, 0.7, null))
                        .toList())))
                .map(mix -> RandomImage.begin(pack, new ImageSize(SIDE, SIDE), 2 * ROUNDS + 8, false, mix))
                .toList();
        return new Step(name, denoiser, images, new ArrayList<>(), new ArrayList<>());
    }

    private static String row(Step step, Step plain, String of) {
        var ratios = IntStream.rangeClosed(1, ROUNDS)
                .mapToObj(round ->
                        (double) step.processor().get(round) / plain.processor().get(round))
                .sorted()
                .toList();
        return "| %s | %s | %.2f | %.2f | %.3f (%.3f to %.3f) |"
                .formatted(
                        of,
                        step.name(),
                        middle(step.times()) / 1e9,
                        middle(step.processor()) / 1e9,
                        ratios.get(ROUNDS / 2),
                        ratios.get(0),
                        ratios.get(ROUNDS - 1));
    }

    private static double middle(List<Long> numbers) {
        return numbers.subList(1, numbers.size()).stream().sorted().toList().get(ROUNDS / 2);
    }
}
