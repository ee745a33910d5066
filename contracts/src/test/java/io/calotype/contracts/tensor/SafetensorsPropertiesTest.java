package io.calotype.contracts.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.calotype.contracts.problem.Refusal;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SafetensorsPropertiesTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long PARSER_BYTES = 1 << 20;

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void whatIsWrittenIsRead(@ForAll("files") Safetensors content) {
        assertThat(SafetensorsReader.read(ByteBuffer.wrap(SafetensorsWriter.write(content))))
                .isEqualTo(content);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void theOrderOfTheTensorsDoesNotMatter(@ForAll("files") Safetensors content) {
        // Given
        var names = new ArrayList<>(content.tensors().keySet());
        Collections.reverse(names);
        var reversed = new LinkedHashMap<String, Tensor>();
        names.forEach(name -> reversed.put(name, content.require(name)));
        // Then
        assertThat(SafetensorsWriter.write(new Safetensors(content.metadata(), reversed)))
                .isEqualTo(SafetensorsWriter.write(content));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void everyTensorIsAligned(@ForAll("files") Safetensors content) {
        // Given
        var file = ByteBuffer.wrap(SafetensorsWriter.write(content)).order(ByteOrder.LITTLE_ENDIAN);
        long offset = Long.BYTES + file.getLong(0);
        // Then
        for (var tensor : SafetensorsReader.read(file).tensors().values()) {
            assertThat(offset % tensor.dtype().byteSize()).isZero();
            offset += tensor.data().remaining();
        }
    }

    @Property(tries = 1_500, edgeCases = EdgeCasesMode.NONE)
    void changedBytesAreReadOrRefused(
            @ForAll("files") Safetensors content,
            @ForAll @Size(min = 1, max = 4) int[] places,
            @ForAll @Size(min = 4, max = 4) byte[] bytes) {
        // Given
        var file = SafetensorsWriter.write(content);
        for (int i = 0; i < places.length; i++) {
            file[Math.floorMod(places[i], file.length)] = bytes[i];
        }
        // Then
        assertReadOrRefused(file);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void cutOrLengthenedFilesAreRefused(
            @ForAll("files") Safetensors content, @ForAll @IntRange(min = -64, max = 64) int by) {
        // Given
        var file = SafetensorsWriter.write(content);
        var other = Arrays.copyOf(file, Math.max(0, file.length + by));
        // Then
        assertThat(isRead(other)).isEqualTo(by == 0);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void anyBytesAreReadOrRefused(@ForAll @Size(max = 200) byte[] file) {
        assertReadOrRefused(file);
    }

    @Provide
    Arbitrary<Safetensors> files() {
        var names = Arbitraries.strings().ofMinLength(1).ofMaxLength(12).filter(SafetensorsPropertiesTest::isName);
        var metadata = Arbitraries.maps(names, names).ofMaxSize(3);
        var tensors = Arbitraries.maps(names, tensors()).ofMaxSize(5);
        return Combinators.combine(metadata, tensors).as(Safetensors::new);
    }

    private static Arbitrary<Tensor> tensors() {
        var shapes = Arbitraries.longs()
                .between(0, 5)
                .array(long[].class)
                .ofMaxSize(3)
                .map(Shape::of);
        return Combinators.combine(Arbitraries.of(DType.class), shapes).flatAs((dtype, shape) -> Arbitraries.bytes()
                .array(byte[].class)
                .ofSize((int) shape.elementCount() * dtype.byteSize())
                .map(bytes -> new Tensor(dtype, shape, ByteBuffer.wrap(bytes))));
    }

    private static boolean isName(String text) {
        return !text.equals("__metadata__")
                && text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    private static void assertReadOrRefused(byte[] file) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        isRead(file);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(PARSER_BYTES);
    }

    private static boolean isRead(byte[] file) {
        try {
            Map<String, Tensor> tensors =
                    SafetensorsReader.read(ByteBuffer.wrap(file)).tensors();
            long size = tensors.values().stream()
                    .mapToLong(t -> t.data().remaining())
                    .sum();
            assertThat(size).isLessThan(file.length);
            return true;
        } catch (Refusal e) {
            return false;
        }
    }
}
