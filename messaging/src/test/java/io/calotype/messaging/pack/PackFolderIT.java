package io.calotype.messaging.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.pack.PackManifest;
import io.calotype.contracts.problem.RefusedAtStart;
import io.calotype.messaging.store.EmbeddedBucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs are fetched from a real store, and what does not match its digest never becomes a pack. */
class PackFolderIT {

    private static final byte[] SETTINGS = bytes("{\"name\":\"tiny\"}");
    private static final byte[] MODEL = new byte[5 << 20];
    private static final NeededFiles DENOISER = new NeededFiles(List.of("unet"));
    private static final NeededFiles DECODER = new NeededFiles(List.of("vae_decoder"));

    @TempDir
    Path folder;

    private final List<String> entries = new ArrayList<>();
    private EmbeddedBucket store;
    private StoredPack pack;

    @BeforeEach
    void start() {
        store = EmbeddedBucket.start(folder.resolve("s3"));
        list("pack.json", SETTINGS);
        list("unet/config.json", bytes("{}"));
        list("unet/model.onnx", MODEL);
        pack = stored();
        store.put(pack.key("pack.json"), SETTINGS);
        store.put(pack.key("unet/config.json"), bytes("{}"));
        store.put(pack.key("unet/model.onnx"), MODEL);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void fetchesSmallFilesAndTheLargeOnesOfTheServicesOwnFolders() {
        // When
        fetch(DECODER);
        // Then
        assertThat(fetched()).containsExactly("manifest.json", "pack.json", "unet/config.json");
        // When
        fetch(DENOISER);
        // Then
        assertThat(fetched()).containsExactly("manifest.json", "pack.json", "unet/config.json", "unet/model.onnx");
        assertThat(place("unet/model.onnx")).hasBinaryContent(MODEL);
    }

    @Test
    void goesOnWhereAnotherProcessStopped() throws IOException {
        // Given
        Files.createDirectories(place("unet"));
        Files.write(place("unet/model.onnx"), MODEL);
        Files.write(folder.resolve("packs/.fetching-tiny"), new byte[3]);
        store.put(pack.key("unet/model.onnx"), bytes("is not fetched again"));
        // When
        fetch(DENOISER);
        // Then
        assertThat(place("manifest.json")).exists();
        assertThat(place("unet/model.onnx")).hasBinaryContent(MODEL);
    }

    @Test
    void aFileThatWasChangedIsRefusedByItsNameAndThereIsNoPack() {
        // Given
        var changed = MODEL.clone();
        changed[1] = 1;
        store.put(pack.key("unet/model.onnx"), changed);
        // Then
        assertRefused("unet/model.onnx has the sha256 " + Sha256.hex(changed) + ", not " + Sha256.hex(MODEL));
        assertThat(fetched()).doesNotContain("manifest.json", "unet/model.onnx");
    }

    @Test
    void aFileThatIsLargerThanItsManifestSaysIsRefused() {
        // Given
        store.put(pack.key("pack.json"), new byte[3 << 20]);
        // Then
        assertRefused("pack.json has ");
        assertThat(fetched()).isEmpty();
    }

    @Test
    void anotherManifestUnderTheDigestIsRefused() {
        // Given
        store.put(pack.key("manifest.json"), bytes("{\"files\":{}}"));
        // Then
        assertRefused("manifest.json has the sha256 ");
    }

    @Test
    void aPackThatNobodyPushedIsRefusedWithWhatToDo() {
        // Given
        pack = new StoredPack("tiny", "0".repeat(64));
        // Then
        assertRefused("the object store has no packs/" + "0".repeat(64) + "/manifest.json; ./calotype model push");
    }

    @Test
    void aPathOutOfThePackIsRefused() {
        // Given
        list("../../secret", SETTINGS);
        pack = stored();
        // Then
        assertRefused("entry '../../secret' leads out of the pack");
    }

    @Test
    void aPackIsNotReplacedByAnother() {
        // Given
        fetch(DENOISER);
        var first = pack;
        list("vocabulary.json", bytes("{}"));
        pack = stored();
        // Then
        assertRefused("holds the pack with the digest " + first.digest() + ", not " + pack.digest());
    }

    @Test
    void waitsForAStoreThatIsAway() {
        // Given
        store.stop();
        // When
        var fetching = CompletableFuture.runAsync(() -> fetch(DENOISER));
        assertThat(fetching).isNotDone();
        store.startAgain();
        // Then
        assertThat(fetching).succeedsWithin(1, TimeUnit.MINUTES);
        assertThat(place("manifest.json")).exists();
    }

    @Test
    void packsBeyondTheFreeSpaceAreRefusedBeforeTheyAreFetched() {
        // Given
        entries.add(entry("unet/huge.onnx", "0".repeat(64), Long.MAX_VALUE / 2));
        pack = stored();
        // Then
        assertRefused("bytes more in ");
        assertThat(fetched()).isEmpty();
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> fetch(DENOISER))
                .isInstanceOf(RefusedAtStart.class)
                .hasMessageContaining("pack tiny: ")
                .hasMessageContaining(why);
    }

    private void fetch(NeededFiles needed) {
        new PackFolder(folder.resolve("packs"), pack, store.files()).fetch(needed);
    }

    private Path place(String path) {
        return folder.resolve("packs/tiny").resolve(path);
    }

    private List<String> fetched() {
        try (Stream<Path> files = Files.walk(place(""))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> place("").relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void list(String path, byte[] bytes) {
        entries.add(entry(path, Sha256.hex(bytes), bytes.length));
    }

    private static String entry(String path, String sha256, long size) {
        return "\"%s\":{\"sha256\":\"%s\",\"size\":%d}".formatted(path, sha256, size);
    }

    /** Stores a manifest of what is listed. */
    private StoredPack stored() {
        var manifest = bytes("{\"files\":{" + String.join(",", entries) + "}}");
        var stored = new StoredPack("tiny", Sha256.hex(manifest));
        store.put(stored.key(PackManifest.FILE), manifest);
        return stored;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
