package io.calotype.inference.optimised;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

    @Test
    void aProcessorIsItsVectors(@TempDir Path folder) throws IOException {
        // Given
        var intel = Files.writeString(
                folder.resolve("intel"),
                "processor\t: 0\nflags\t\t: fpu avx512f sse4_2 ibrs avx2 fma\nflags\t\t: fpu\n");
        var arm = Files.writeString(folder.resolve("arm"), "processor\t: 0\nFeatures\t: fp asimd crc32 sve bf16\n");
        var silent = Files.writeString(folder.resolve("silent"), "processor\t: 0\n");
        // Then
        assertThat(Machine.processor(intel, "amd64")).contains("amd64 avx2 avx512f fma sse4_2");
        assertThat(Machine.processor(arm, "aarch64")).contains("aarch64 asimd bf16 sve");
        assertThat(Machine.processor(silent, "amd64")).isEmpty();
        assertThat(Machine.processor(folder.resolve("none"), "amd64")).isEmpty();
    }
}
