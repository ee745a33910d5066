package io.calotype.inference.prepare;

import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The edits that a denoising model's graph allows, each written when it is asked for, until this is closed. */
final class GraphEdits implements AutoCloseable {

    private static final String TIMESTEP = "timestep";

    private final Path file;
    private final OnnxFile model;
    private final boolean takesScalar;
    private final List<Path> written = new ArrayList<>();

    private GraphEdits(Path file, OnnxFile model, boolean takesScalar) {
        this.file = file;
        this.model = model;
        this.takesScalar = takesScalar;
    }

    /** Reads a model file; {@link PackException} says that it is no whole ONNX model. */
    static GraphEdits of(Path file) {
        try {
            var model = OnnxFile.read(file);
            return new GraphEdits(file, model, model.takesScalar(TIMESTEP));
        } catch (IOException e) {
            throw new PackException(file, "is no whole ONNX model: " + e.getMessage(), e);
        }
    }

    /** Whether the model takes one timestep for all rows. */
    boolean takesScalar() {
        return takesScalar;
    }

    /** The edit that does the most, if there is any. */
    Optional<GraphEdit> most() {
        try {
            var perRow = perRow();
            var fused = perRow.orElse(model).withFusedAttention();
            return fused.isEmpty() ? exact() : Optional.of(new GraphEdit(write(fused.get()), perRow.isPresent(), true));
        } catch (IOException e) {
            throw new PackException(file, "cannot be edited: " + e.getMessage(), e);
        }
    }

    /** The edit that changes no bit of what the model computes, if there is any. */
    Optional<GraphEdit> exact() {
        try {
            var perRow = perRow();
            return perRow.isEmpty() ? Optional.empty() : Optional.of(new GraphEdit(write(perRow.get()), true, false));
        } catch (IOException e) {
            throw new PackException(file, "cannot be edited: " + e.getMessage(), e);
        }
    }

    private Optional<OnnxFile> perRow() throws IOException {
        return takesScalar ? model.withTimestepPerRow() : Optional.empty();
    }

    private Path write(OnnxFile edited) throws IOException {
        var graph = Files.createTempFile("calotype", ".onnx");
        written.add(graph);
        edited.write(graph);
        return graph;
    }

    /** Removes the files. */
    @Override
    public void close() {
        for (var graph : written) {
            try {
                Files.deleteIfExists(graph);
            } catch (IOException e) {
                graph.toFile().deleteOnExit();
            }
        }
    }
}
