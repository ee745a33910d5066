package io.calotype.encoder.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.picture.Orientation;
import io.calotype.inference.picture.PictureHeader;
import io.calotype.inference.picture.PngFile;
import io.calotype.messaging.store.ObjectStore;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures as large as the limits allow, several at once, in a process of 256 MiB as the launcher starts them. */
class SmallHeapTest {

    private static final int SIDE = 4096;
    private static final int RGB = 2;
    private static final int RGBA = 6;
    private static final Path PACK = Path.of("../models/fixtures/packs/sd15");

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void twoPicturesAndTheirMasksAtOnceFitOrAreRefused(int depth) throws Exception {
        // When
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeapTest.class.getName(),
                        Integer.toString(depth))
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // Then
        assertThat(process.waitFor()).as(output).isZero();
        if (depth == 16) {
            assertThat(output)
                    .contains("LIMIT_EXCEEDED: image of 4096x4096 pixels takes ")
                    .contains(" bytes of memory; at most 134217728");
            long grown = Long.parseLong(output.replaceAll("(?s).*grown by (\\d+).*", "$1"));
            assertThat(grown).isLessThan(64L << 20);
        } else {
            assertThat(output).contains("2 read");
        }
    }

    @Test
    void whatIsTakenIsGivenBack() {
        // Given
        var memory = new PictureMemory(1 << 20);
        var header = new PictureHeader(OutputFormat.PNG, 1, 1, 0, Orientation.UPRIGHT);
        // Then
        for (int i = 0; i < 3; i++) {
            assertThat(memory.within("image", header, 1 << 20, () -> "done")).isEqualTo("done");
        }
    }

    /** The process: reads two prompts' pictures at once. */
    public static void main(String... arguments) {
        int depth = Integer.parseInt(arguments[0]);
        var store = (ObjectStore) Proxy.newProxyInstance(
                SmallHeapTest.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, a) -> null);
        var pictures = new SourcePictures(ModelPack.draft(PACK, "sd15"), store, new PictureMemory(128L << 20));
        var prompt = prompt(png(depth, RGB + (depth == 16 ? RGBA - RGB : 0)), png(8, RGBA));
        System.gc();
        long before = peak();
        long read = IntStream.range(0, 2)
                .parallel()
                .filter(i -> isRead(pictures, prompt))
                .count();
        System.out.println(read + " read, grown by " + Math.max(0, peak() - before));
    }

    private static boolean isRead(SourcePictures pictures, PromptParameters prompt) {
        try {
            return pictures.get(prompt).mask().isPresent();
        } catch (Refusal refusal) {
            System.out.println(refusal.getMessage());
            return false;
        }
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(java.lang.management.MemoryUsage::getUsed)
                .sum();
    }

    private static byte[] png(int depth, int colour) {
        int row = 1 + SIDE * depth / 8 * (colour == RGB ? 3 : 4);
        return new PngFile(SIDE, SIDE, depth, colour)
                .with("IDAT", PngFile.compressed("", row * SIDE))
                .whole();
    }

    private static PromptParameters prompt(byte[] image, byte[] mask) {
        var json = "{\"prompt\":\"a cat\",\"width\":64,\"height\":64,\"image\":\"%s\",\"mask_image\":\"%s\"}"
                .formatted(uri(image), uri(mask));
        return Events.promptRequested(json.getBytes(StandardCharsets.UTF_8), "id", "/test")
                .parameters();
    }

    private static String uri(byte[] png) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }
}
