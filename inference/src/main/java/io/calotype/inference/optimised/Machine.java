package io.calotype.inference.optimised;

import static java.util.Objects.requireNonNull;

import io.calotype.inference.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What an optimised graph depends on beside the graph: ONNX Runtime orders the weights of convolutions for the vectors that a
 * processor has.
 *
 * @param onnxRuntime its version
 * @param processor architecture and vector instructions
 */
record Machine(String onnxRuntime, String processor) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Pattern VECTORS = // x86's and ARM's
            Pattern.compile("(s?sse|avx|amx|fma|f16c|asimd|sve|sme|bf16|i8mm|fphp).*");

    Machine {
        requireNonNull(onnxRuntime);
        requireNonNull(processor);
    }

    /** This machine; empty where the system does not say what the processor can do. */
    static Optional<Machine> here() {
        return processor(CPU_INFO, System.getProperty("os.arch"))
                .map(processor -> new Machine(OnnxModel.runtimeVersion(), processor));
    }

    static Optional<String> processor(Path cpuInfo, String architecture) {
        try (var lines = Files.lines(cpuInfo)) {
            return lines.filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                    .findFirst()
                    .map(line -> architecture + " " + vectors(line))
                    .filter(processor -> processor.length() > architecture.length() + 1);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String vectors(String line) {
        var known = new TreeSet<String>();
        Arrays.stream(line.substring(line.indexOf(':') + 1).trim().split(" "))
                .filter(flag -> VECTORS.matcher(flag).matches())
                .forEach(known::add);
        return String.join(" ", known);
    }
}
