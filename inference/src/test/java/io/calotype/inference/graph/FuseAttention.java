package io.calotype.inference.graph;

import java.io.IOException;
import java.nio.file.Path;

/** Writes a graph with fused attention beside a model, to measure both: {@code FuseAttention MODEL GRAPH}. */
final class FuseAttention {

    private FuseAttention() {}

    public static void main(String[] arguments) throws IOException {
        var model = OnnxFile.read(Path.of(arguments[0]));
        model.withFusedAttention()
                .orElseThrow(() -> new IOException("no attention without a mask in " + arguments[0]))
                .write(Path.of(arguments[1]));
    }
}
