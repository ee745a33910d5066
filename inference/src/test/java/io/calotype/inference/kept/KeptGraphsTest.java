package io.calotype.inference.kept;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.inference.lora.LoraAddition;
import io.calotype.inference.optimised.Keeping;
import io.calotype.inference.pack.FixturePack;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.DenoisingModel;
import io.calotype.inference.prepare.PackInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptGraphsTest {

    private static final String UNET = "unet";

    @TempDir
    private Path packs;

    private ModelPack pack;

    @BeforeEach
    void install() {
        pack = install("tiny");
        DenoisingModel.prepare(pack, UNET);
    }

    @Test
    void aGraphThatAnotherPackUsesStaysWhenALoraChangesThatOfOne() throws IOException {
        // Given
        var other = install("other");
        var shared = keep();
        assertThat(KeptGraphs.keep(other, UNET)).isInstanceOf(Keeping.Kept.class);
        assertThat(kept()).containsExactly(shared);
        LoraAddition.add(FixturePack.folder("loras").resolve("sd15-kohya.safetensors"), pack, "brand");
        KeptGraphs.keep(pack, UNET);
        // When
        long removed = KeptGraphs.removeUnused(pack, UNET, true);
        // Then
        assertThat(removed).isZero();
        assertThat(kept()).hasSize(2).contains(shared);
        // When
        PackInstall.remove(other);
        removed = KeptGraphs.removeUnused(pack, UNET, false);
        // Then
        assertThat(removed).isPositive();
        assertThat(kept()).hasSize(1).doesNotContain(shared);
        assertThat(KeptGraphs.removeUnused(pack, UNET, false)).isZero();
    }

    @Test
    void graphsOfOtherMachinesAndVersionsStayUntilTheyAreToGo() throws IOException {
        // Given
        var mine = keep();
        var machine = another("machine", note -> note.replaceFirst("(\"processor\" : \")[^\"]*", "$1s390x vx"));
        var runtime = another("runtime", note -> note.replaceFirst("(\"onnx_runtime\" : \")[^\"]*", "$11.28.0"));
        var version = another("version", note -> "{\"format\": \"99\", \"what\": []}");
        // When
        KeptGraphs.removeUnused(pack, UNET, false);
        // Then
        assertThat(kept()).containsExactlyInAnyOrder(mine, machine, runtime, version);
        // When
        KeptGraphs.removeUnused(pack, UNET, true);
        // Then
        assertThat(kept()).containsExactly(mine);
    }

    @Test
    void whatNobodyCanReadIsRemovedButNotWhatIsBeingWritten() throws IOException {
        // Given
        var mine = keep();
        another("damaged", note -> note.substring(1));
        another("null", note -> "null");
        Files.delete(another("without", note -> note).resolve("optimised.json"));
        var writing = Files.createDirectory(mine.resolveSibling("a.unfinished"));
        var killed = Files.createDirectory(mine.resolveSibling("b.unfinished"));
        Files.setLastModifiedTime(killed, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        // When
        KeptGraphs.removeUnused(pack, UNET, false);
        // Then
        assertThat(kept()).containsExactlyInAnyOrder(mine, writing);
    }

    @Test
    void nothingIsRemovedBesideAPackThatCannotBeRead() throws IOException {
        // Given
        var mine = keep();
        another("unused", note -> note);
        Files.writeString(install("other").directory().resolve("manifest.json"), "{");
        // Then
        assertThatThrownBy(() -> KeptGraphs.removeUnused(pack, UNET, false))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("other");
        assertThat(kept()).hasSize(2).contains(mine);
    }

    @Test
    void aPackTakesWithItWhatWasPreparedForItAlone() throws IOException {
        // Given
        var prepared = keep().getParent().getParent();
        var other = install("other");
        // When
        PackInstall.remove(pack);
        // Then
        assertThat(prepared).isDirectory();
        // When
        PackInstall.remove(other);
        // Then
        assertThat(prepared).doesNotExist();
        assertThat(prepared.getParent()).isEmptyDirectory();
    }

    private ModelPack install(String name) {
        return PackInstall.install(FixturePack.folder("sd15"), name, packs);
    }

    private Path keep() throws IOException {
        assertThat(KeptGraphs.keep(pack, UNET)).isInstanceOf(Keeping.Kept.class);
        return kept().get(0);
    }

    private List<Path> kept() throws IOException {
        try (var folders = Files.list(pack.prepared(UNET).resolve("optimised"))) {
            return folders.toList();
        }
    }

    /** A copy of what is kept, with another note. */
    private Path another(String name, UnaryOperator<String> note) throws IOException {
        var kept = kept().stream()
                .filter(folder -> folder.getFileName().toString().length() == 32)
                .findFirst()
                .orElseThrow();
        var another = Files.createDirectory(kept.resolveSibling(name));
        for (var file : List.of("model.onnx", "model.onnx_data")) {
            Files.copy(kept.resolve(file), another.resolve(file));
        }
        var json = new String(Files.readAllBytes(kept.resolve("optimised.json")), UTF_8);
        Files.writeString(another.resolve("optimised.json"), note.apply(json));
        return another;
    }
}
