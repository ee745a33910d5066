package io.calotype.inference.prepare;

import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Loads a pack's denoising model, with one timestep per row where possible.
 *
 * <p>An exported UNet takes a scalar timestep. The edited graph is read from beside the pack if it was prepared; otherwise it is
 * made and checked for this process alone. A graph that cannot be edited, or whose edit computes something else, is used as it is.
 */
public final class DenoisingModel {

    private static final double MOST = 1e-4;
    private static final String TIMESTEP = "timestep";

    /** How a model came to take its timesteps. */
    public enum Timesteps {
        /** The export takes one per row as it is. */
        PER_ROW,
        /** The edited graph takes one per row. */
        EDITED,
        /** The model takes one for all rows, so images share a call where they are at the same timestep. */
        SHARED
    }

    private DenoisingModel() {}

    /** Loads the model of a component that was verified; {@link PackException} or OnnxException name the file that does not fit. */
    public static OnnxModel load(ModelPack pack, String component, SessionSettings settings) {
        var file = pack.model(component);
        var onnx = scalarModel(file);
        if (onnx.isEmpty()) {
            return OnnxModel.load(file, settings);
        }
        var kept = PreparedGraph.beside(pack, component).graph();
        if (kept.isPresent()) {
            return OnnxModel.load(file, kept.get(), settings);
        }
        var edited = edit(onnx.get(), file);
        if (edited.isEmpty()) {
            return OnnxModel.load(file, settings);
        }
        try {
            return choose(file, edited.get(), settings);
        } finally {
            delete(edited.get());
        }
    }

    /**
     * Makes, checks and keeps the edited graph, if the model needs one.
     *
     * @return how the model takes its timesteps from now on
     */
    public static Timesteps prepare(ModelPack pack, String component, SessionSettings settings) {
        var file = pack.model(component);
        var onnx = scalarModel(file);
        if (onnx.isEmpty()) {
            return Timesteps.PER_ROW;
        }
        var beside = PreparedGraph.beside(pack, component);
        if (beside.graph().isPresent()) {
            return Timesteps.EDITED;
        }
        var edited = edit(onnx.get(), file);
        if (edited.isEmpty()) {
            return Timesteps.SHARED;
        }
        try {
            double difference = difference(file, edited.get(), settings);
            if (difference > MOST) {
                return Timesteps.SHARED;
            }
            beside.keep(edited.get(), difference);
            return Timesteps.EDITED;
        } finally {
            delete(edited.get());
        }
    }

    private static OnnxModel choose(Path file, Path edited, SessionSettings settings) {
        return difference(file, edited, settings) > MOST
                ? OnnxModel.load(file, settings)
                : OnnxModel.load(file, edited, settings);
    }

    /** How far the edited graph is from the model; infinitely where it cannot be loaded or run. */
    private static double difference(Path file, Path edited, SessionSettings settings) {
        var together = together(file, edited, settings);
        if (together.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        try (var scalar = OnnxModel.load(file, settings)) {
            return TimestepCheck.difference(scalar, together.get());
        }
    }

    private static Optional<float[]> together(Path file, Path edited, SessionSettings settings) {
        try (var perRow = OnnxModel.load(file, edited, settings)) {
            return Optional.of(TimestepCheck.together(perRow));
        } catch (OnnxException e) {
            return Optional.empty();
        }
    }

    /** The model file, if its timestep is a scalar. */
    private static Optional<OnnxFile> scalarModel(Path file) {
        try {
            var onnx = OnnxFile.read(file);
            return onnx.takesScalar(TIMESTEP) ? Optional.of(onnx) : Optional.empty();
        } catch (IOException e) {
            throw new PackException(file, "is no whole ONNX model: " + e.getMessage(), e);
        }
    }

    /** The edited graph as a separate file, if the graph can be edited. */
    private static Optional<Path> edit(OnnxFile onnx, Path file) {
        try {
            var edited = onnx.withTimestepPerRow();
            if (edited.isEmpty()) {
                return Optional.empty();
            }
            var graph = Files.createTempFile("calotype", ".onnx");
            edited.get().write(graph);
            return Optional.of(graph);
        } catch (IOException e) {
            throw new PackException(file, "cannot be edited: " + e.getMessage(), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
