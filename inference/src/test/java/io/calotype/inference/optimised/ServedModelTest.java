package io.calotype.inference.optimised;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.control.ControlGraph;
import io.calotype.inference.lora.LoraAddition;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.FixturePack;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.DenoisingModel;
import io.calotype.inference.prepare.GraphCheck;
import io.calotype.inference.prepare.PackInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServedModelTest {

    private static final SessionSettings CPU = SessionSettings.cpu(2);
    private static final String UNET = "unet";
    private static final long TOKENS = 77;
    private static final Logger LOG = Logger.getLogger(ServedModel.class.getName());

    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            assertThat(line.getLevel()).isEqualTo(Level.INFO);
            lines.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOG.removeHandler(handler);
    }

    @ParameterizedTest
    @CsvSource({
        "sd15, unet",
        "sd-turbo-fp16, unet",
        "sd35-medium, transformer",
        "flux-dev, transformer",
        "z-image-turbo, transformer",
        "sd15, text_encoder",
        "sd15, vae_decoder",
        "sd3, vae_decoder",
    })
    void aKeptGraphComputesTheSameBytes(String family, String component) throws IOException {
        // Given
        var pack = installed(family);
        boolean denoises = pack.family().denoiser().component().equals(component);
        var graph = denoises ? DenoisingModel.prepared(pack, component) : pack.model(component);
        var ordinary = results(OnnxModel.load(pack.model(component), graph, CPU), pack, component);
        // When
        var kept = GraphKeeping.keep(pack, component, graph);
        var results = results(ServedModel.load(pack, component, graph, CPU), pack, component);
        // Then
        assertThat(kept).isInstanceOfSatisfying(Keeping.Kept.class, there -> assertThat(there.bytes())
                .isPositive());
        assertThat(lines).singleElement().asString().contains("is loaded as it was optimised before");
        assertThat(results).containsExactly(ordinary);
    }

    @Test
    void aPackWithoutKeptGraphsIsLoadedWithoutAWord() throws IOException {
        // Given
        var pack = installed("sd15");
        // When
        ServedModel.load(pack, UNET, pack.model(UNET), CPU).close();
        // Then
        assertThat(lines).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "model.onnx_data", "optimised.json"})
    void aKeptGraphThatIsCutShortIsIgnored(String file) throws IOException {
        isIgnored(bytes -> Arrays.copyOf(bytes, bytes.length - 1), file, "is not used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "model.onnx_data"})
    void aKeptGraphThatWasChangedIsIgnored(String file) throws IOException {
        isIgnored(
                bytes -> {
                    bytes[bytes.length / 2] ^= 1;
                    return bytes;
                },
                file,
                "the sha256 of " + file + " is");
    }

    @Test
    void aKeptGraphWhoseNoteSaysThatItIsOfAnotherModelIsIgnored() throws IOException {
        isIgnored(
                bytes -> new String(bytes, UTF_8)
                        .replaceFirst("\"source\" : \"..", "\"source\" : \"zz")
                        .getBytes(UTF_8),
                OptimisedGraph.NOTE,
                "is another graph");
    }

    @Test
    void aNoteThatSaysNothingOrNamesOtherFilesIsAnIoException() throws IOException {
        // Given
        var pack = installed("sd15");
        GraphKeeping.keep(pack, UNET, pack.model(UNET));
        var kept = kept(pack, pack.model(UNET));
        var file = kept.folder().resolve(OptimisedGraph.NOTE);
        var note = Files.readString(file);
        kept.requireWhole();
        // Then
        for (var damaged : List.of(
                "null",
                "{}",
                note.replaceFirst("\"format\" : \"1\"", "\"format\" : null"),
                note.replaceFirst("\"processor\" : \"[^\"]*\"", "\"processor\" : null"),
                note.replaceFirst("\"model.onnx\" : \\{[^}]*}", "\"model.onnx\" : null"),
                note.replace("model.onnx_data", "../../model.onnx"),
                note.replace("model.onnx_data", "model\\u0000.onnx"))) {
            Files.writeString(file, damaged);
            assertThat(damaged).isNotEqualTo(note);
            assertThatThrownBy(kept::requireWhole).as(damaged).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatCannotBeOptimisedIsNotKeptAndThatIsSaid() throws IOException {
        // Given
        var pack = installed("sd15");
        var graph = Files.write(folder.resolve("damaged.onnx"), "no graph".getBytes(UTF_8));
        // When
        var kept = GraphKeeping.keep(pack, UNET, graph);
        // Then
        assertThat(kept).isInstanceOfSatisfying(Keeping.NotKept.class, not -> assertThat(not.reason())
                .contains("unet/model.onnx: cannot be"));
        assertThat(OptimisedGraph.all(pack, UNET)).isEmptyDirectory();
    }

    private void isIgnored(UnaryOperator<byte[]> damage, String file, String said) throws IOException {
        // Given
        var pack = installed("sd15");
        var graph = DenoisingModel.prepared(pack, UNET);
        var ordinary = results(OnnxModel.load(pack.model(UNET), graph, CPU), pack, UNET);
        GraphKeeping.keep(pack, UNET, graph);
        var damaged = kept(pack, graph).folder().resolve(file);
        Files.write(damaged, damage.apply(Files.readAllBytes(damaged)));
        // When
        var results = results(ServedModel.load(pack, UNET, graph, CPU), pack, UNET);
        // Then
        assertThat(lines)
                .singleElement()
                .asString()
                .contains(said, "optimising it now", String.valueOf(damaged.getParent()));
        assertThat(results).containsExactly(ordinary);
        // And it is made again
        GraphKeeping.keep(pack, UNET, graph);
        lines.clear();
        ServedModel.load(pack, UNET, graph, CPU).close();
        assertThat(lines).singleElement().asString().contains("is loaded as it was optimised before");
    }

    @Test
    void aGraphOfAnotherMachineVersionOrGraphIsIgnoredAndStays() throws IOException {
        // Given
        var pack = installed("sd15");
        var graph = DenoisingModel.prepared(pack, UNET);
        GraphKeeping.keep(pack, UNET, graph);
        var here = Machine.here().orElseThrow();
        var mine = kept(pack, graph);
        var other = OptimisedGraph.of(pack, UNET, graph, new Machine(here.onnxRuntime(), "s390x vx"));
        Files.move(mine.folder(), other.folder());
        // When
        ServedModel.load(pack, UNET, graph, CPU).close();
        // Then
        assertThat(lines).singleElement().asString().contains("none of the optimised graphs", "optimising it now");
        assertThat(other.folder()).isDirectory();
        assertThat(mine).isNotEqualTo(other);
        assertThat(OptimisedGraph.of(pack, UNET, pack.model(UNET), here)).isNotEqualTo(mine);
        assertThat(OptimisedGraph.of(pack, UNET, graph, new Machine("1.28.0", here.processor())))
                .isNotEqualTo(mine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exported", "fused", "with LoRAs"})
    void damagedWeightsAreRefusedWhereTheyAreRead(String kind) throws IOException {
        // Given
        var pack = installed("sd2-epsilon");
        if (kind.equals("with LoRAs")) {
            LoraAddition.add(FixturePack.folder("loras").resolve("sd2-epsilon-kohya.safetensors"), pack, "brand");
        }
        Function<Function<Path, OnnxModel>, OnnxModel> served =
                switch (kind) {
                    case "exported" -> use -> use.apply(pack.model(UNET));
                    case "fused" -> use -> use.apply(DenoisingModel.prepared(pack, UNET));
                    default -> use -> ControlGraph.withGraph(pack, use);
                };
        served.apply(graph -> {
                    GraphKeeping.keep(pack, UNET, graph);
                    return ServedModel.load(pack, UNET, graph, CPU);
                })
                .close();
        var weights = pack.file("unet/model.onnx_data");
        var bytes = Files.readAllBytes(weights);
        bytes[7] ^= 1;
        Files.delete(weights);
        Files.write(weights, bytes);
        lines.clear();
        pack.verifyGraphs(UNET);
        // When
        served.apply(graph -> ServedModel.load(pack, UNET, graph, CPU)).close();
        // Then
        assertThat(lines).singleElement().asString().contains("is loaded as it was optimised before");
        PackInstall.remove(OptimisedGraph.all(pack, UNET));
        assertThatThrownBy(() -> served.apply(graph -> ServedModel.load(pack, UNET, graph, CPU)))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("model.onnx_data: sha256 is");
    }

    private static OptimisedGraph kept(ModelPack pack, Path graph) {
        return OptimisedGraph.of(pack, UNET, graph, Machine.here().orElseThrow());
    }

    private ModelPack installed(String family) throws IOException {
        var packs = Files.createDirectories(folder.resolve("packs"));
        return PackInstall.install(FixturePack.copy(family, folder.resolve("export")), "tiny", packs);
    }

    private static float[] results(OnnxModel model, ModelPack pack, String component) {
        try (model) {
            var denoiser = pack.family().denoiser().component();
            return denoiser.equals(component)
                    ? GraphCheck.of(pack).together(model, null)
                    : results(model, pack.settings().vaeScaleFactor());
        }
    }

    /** Of a VAE decoder, or of a text encoder. */
    private static float[] results(OnnxModel model, int scale) {
        boolean decodes = model.inputs().get(0).rank() == 4;
        var inputs = new HashMap<String, Shape>();
        model.inputs()
                .forEach(input -> inputs.put(
                        input.name(), decodes ? Shape.of(1, input.dimensions().get(1), 8, 8) : Shape.of(1, TOKENS)));
        var output = model.outputs().get(0);
        var made = decodes
                ? Shape.of(1, 3, 8L * scale, 8L * scale)
                : Shape.of(1, TOKENS, output.dimensions().get(2));
        try (var slot = model.slot(inputs, Map.of(output.name(), made))) {
            for (var input : model.inputs()) {
                if (decodes) {
                    var numbers = slot.floats(input.name());
                    IntStream.range(0, numbers.capacity()).forEach(i -> numbers.put(i, (float) Math.sin(i)));
                } else {
                    var tokens = slot.longs(input.name());
                    boolean areWords = input.name().equals("input_ids");
                    IntStream.range(0, tokens.capacity()).forEach(i -> tokens.put(i, areWords ? 3 + i % 99 : 1));
                }
            }
            slot.run();
            float[] results = new float[slot.output(output.name()).capacity()];
            slot.output(output.name()).get(0, results);
            return results;
        }
    }
}
