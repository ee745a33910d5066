package io.calotype.inference.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.LoraRequest;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsWriter;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.PackInstall;
import io.calotype.inference.quantise.Int8Install;
import io.calotype.inference.quantise.Int8Plan;
import io.calotype.inference.quantise.ValueRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LoRAs for images that ask for them; {@code LoraParityIT} compares what they draw with diffusers. */
class LoraAdditionTest {

    private static final Path PACKS = Path.of("../models/fixtures/packs");
    private static final Path KOHYA = PACKS.resolve("loras/sd15-kohya.safetensors");
    private static final String LAYER = "unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q";
    private static final SessionSettings SETTINGS = SessionSettings.cpu(1);

    @TempDir
    private Path folder;

    private ModelPack pack;

    @BeforeEach
    void install() {
        pack = PackInstall.install(PACKS.resolve("sd15"), "sd15", folder);
    }

    @Test
    void thePackStaysAsItIsAndItsGraphsArePrepared() throws IOException {
        // Given
        var digest = pack.digest();
        // When
        var added = LoraAddition.add(KOHYA, pack, "brand");
        // Then
        assertThat(ModelPack.open(pack.directory()).digest()).isEqualTo(digest);
        assertThat(added.models()).containsOnlyKeys("text_encoder", "unet");
        for (var component : added.models().keySet()) {
            assertThat(folder.resolve(".prepared/" + pack.modelSha256(component) + "/loras/model.onnx"))
                    .exists();
            try (var model = LoraGraph.load(LoraShelf.of(pack), pack, component, SETTINGS)) {
                assertThat(model.inputs()).extracting(input -> input.name()).contains("lora_rows");
            }
        }
        // When
        var again = LoraShelf.of(pack).find(List.of(new LoraRequest("brand", 0.5, added.sha256())));
        // Then
        assertThat(again).hasSize(1);
        assertThat(again.get(0).autoV3()).isEqualTo("6b1f09522684");
    }

    @Test
    void aPackWithoutLorasRunsAsItDid() {
        try (var model = LoraGraph.load(LoraShelf.of(pack), pack, "unet", SETTINGS)) {
            assertThat(model.inputs()).extracting(input -> input.name()).doesNotContain("lora_rows");
        }
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeAnythingIsWritten() throws IOException {
        assertRefused(PACKS.resolve("loras/sd3-peft.safetensors"), "is for another model, there is no transformer");
        assertRefused(
                pair(129, 1),
                LAYER
                        + " is of rank 129; images can ask for LoRAs of rank 128 at most. Baked into a pack it may have any");
        assertRefused(pair(4, Float.NaN), "is not finite at element 0");
        assertThat(folder.resolve(".loras")).doesNotExist();
    }

    @Test
    void aQuantisedPackIsNamedWithWhatToDo() {
        // Given
        var model = pack.model("unet");
        var plan = Int8Plan.of(model, model);
        var ranges = plan.nodes().stream()
                .flatMap(node -> Stream.of(node.input(), node.output()))
                .distinct()
                .collect(Collectors.toMap(tensor -> tensor, tensor -> ValueRange.NONE.and(-8, 8, 4)));
        var component = new Int8Install.Component(plan, ranges);
        var quantised = Int8Install.install(pack, Map.of("unet", component), "sd15-int8", folder);
        var why = "cannot be added to sd15-int8, whose unet multiplies in whole numbers: add it to the pack that";
        // Then
        assertThatThrownBy(() -> LoraAddition.add(KOHYA, quantised, "brand"))
                .isInstanceOf(PackException.class)
                .hasMessageContaining(why);
        assertThatThrownBy(() -> LoraInstall.install(KOHYA, 1, quantised, "sd15-int8.brand", folder))
                .isInstanceOf(PackException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aNameIsTakenOnce() throws IOException {
        // Given
        var file = pair(4, 1);
        LoraAddition.add(file, pack, "brand");
        // Then
        assertThatThrownBy(() -> LoraAddition.add(file, pack, "brand"))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("brand.safetensors: is there already");
    }

    @Test
    void onesThatAreNotThereOrDifferAreNamed() throws IOException {
        // Given
        LoraAddition.add(pair(4, 1), pack, "brand");
        var shelf = LoraShelf.of(pack);
        // Then
        assertRefused(shelf, new LoraRequest("ink", 1, null), ProblemType.UNKNOWN_MODEL, "there are [brand]");
        assertRefused(shelf, new LoraRequest("brand", 1, "0".repeat(64)), ProblemType.PACK_MISMATCH, "not 000");
    }

    @Test
    void oneThatWasAddedToAnotherVersionOfThePackIsNamed() throws IOException {
        // Given
        LoraAddition.add(pair(4, 1), pack, "brand");
        PackInstall.remove(pack.directory());
        var other = PackInstall.install(PACKS.resolve("sd2-epsilon").toAbsolutePath(), "sd2", folder);
        var renamed =
                LoraInstall.install(PACKS.resolve("loras/sd2-epsilon-kohya.safetensors"), 1, other, "sd15", folder);
        // Then
        assertRefused(
                LoraShelf.of(renamed),
                new LoraRequest("brand", 1, null),
                ProblemType.PACK_MISMATCH,
                "'brand' was added to another version of sd15");
    }

    @Test
    void whatTakesTooMuchMemoryOrWasAddedLaterIsRefused() throws IOException {
        // Given
        LoraAddition.add(pair(4, 1), pack, "small");
        var shelf = LoraShelf.of(pack);
        try (var model = LoraGraph.load(shelf, pack, "unet", SETTINGS);
                var stacks = new LoraStacks(model, 1 << 20);
                var tight = new LoraStacks(model, 100)) {
            var small = shelf.open(shelf.find(List.of(new LoraRequest("small", 1, null))), "unet");
            stacks.requireFits(small);
            // When
            LoraAddition.add(KOHYA, pack, "brand");
            var brand = shelf.open(shelf.find(List.of(new LoraRequest("brand", 1, null))), "unet");
            // Then
            assertThatThrownBy(() -> stacks.requireFits(brand))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("a LoRA was added after this service had begun");
            assertThatThrownBy(() -> tight.requireFits(small))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("bytes of memory; this deployment gives them 100");
        }
    }

    @Test
    void thoseUsedLastStayAsLongAsThereIsRoom() throws IOException {
        // Given
        var shelf = LoraShelf.of(pack);
        for (var name : List.of("one", "two", "three")) {
            LoraAddition.add(pair(4, name.length()), pack, name);
        }
        try (var model = LoraGraph.load(shelf, pack, "unet", SETTINGS);
                var room = new LoraStacks(model, 1 << 20);
                var tight = new LoraStacks(model, 3000)) {
            var one = mix(shelf, "one");
            var two = mix(shelf, "three");
            // When
            room.get(Set.of(one));
            var both = room.get(Set.of(two));
            // Then
            assertThat(both.mixes()).containsExactly(two, one);
            assertThat(room.get(Set.of(one))).isSameAs(both);
            // When
            tight.get(Set.of(one));
            // Then
            assertThat(tight.get(Set.of(two)).mixes()).containsExactly(two);
            assertThat(tight.groups(List.of(one, two, one), mix -> mix)).hasSize(3);
            assertThat(room.groups(List.of(one, two, one), mix -> mix)).hasSize(1);
        }
    }

    private static LoraMix mix(LoraShelf shelf, String name) {
        return shelf.open(shelf.find(List.of(new LoraRequest(name, 1, null))), "unet");
    }

    private static void assertRefused(LoraShelf shelf, LoraRequest request, ProblemType type, String detail) {
        assertThatThrownBy(() -> shelf.find(List.of(request))).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.problem().type()).isEqualTo(type);
            assertThat(refusal.problem().field()).isEqualTo("loras");
            assertThat(refusal.problem().detail()).contains(detail);
        });
    }

    private void assertRefused(Path lora, String fault) {
        assertThatThrownBy(() -> LoraAddition.add(lora, pack, "refused"))
                .isInstanceOf(PackException.class)
                .hasMessageContaining(fault);
    }

    private Path pair(int rank, float value) throws IOException {
        var tensors = Map.of(
                LAYER + ".lora_A.weight", filled(value, rank, 16), LAYER + ".lora_B.weight", filled(value, 16, rank));
        return Files.write(
                folder.resolve("lora.safetensors"), SafetensorsWriter.write(new Safetensors(Map.of(), tensors)));
    }

    private static Tensor filled(float value, int rows, int columns) {
        float[] values = new float[rows * columns];
        Arrays.fill(values, value);
        return Tensor.ofFloats(Shape.of(rows, columns), values);
    }
}
