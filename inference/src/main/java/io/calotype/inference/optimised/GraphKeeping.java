package io.calotype.inference.optimised;

import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.PackInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/** Keeps graphs as ONNX Runtime's CPU provider optimises them on this machine, for {@link ServedModel} to load. */
public final class GraphKeeping {

    private static final int ROOM = 2; // the optimiser may turn half precision into single

    private GraphKeeping() {}

    /**
     * Optimises a component's graph and keeps it, unless it is kept already.
     *
     * @param graph the model's own or an edited one
     */
    public static Keeping keep(ModelPack pack, String component, Path graph) {
        var place = place(pack, component, graph);
        if (place.isEmpty()) {
            return new Keeping.NotKept("this system does not say what the processor can do");
        }
        var kept = place.get();
        try {
            if (!Files.isDirectory(kept.folder()) || !isWhole(kept)) {
                PackInstall.remove(kept.folder());
                if (!hasRoom(pack, component)) {
                    return new Keeping.NotKept("the disk has too little room");
                }
                make(pack.model(component), graph, kept);
            }
            return new Keeping.Kept(kept.size());
        } catch (IOException e) {
            return new Keeping.NotKept(kept.folder() + " cannot be written: " + e.getMessage());
        } catch (OnnxException | PackException e) {
            return new Keeping.NotKept(String.valueOf(e.getMessage()));
        }
    }

    /** Where a start on this machine looks for a component's graph; empty where the system does not say what the processor can do. */
    public static Optional<Path> folder(ModelPack pack, String component, Path graph) {
        return place(pack, component, graph).map(OptimisedGraph::folder);
    }

    private static Optional<OptimisedGraph> place(ModelPack pack, String component, Path graph) {
        return Machine.here().map(machine -> OptimisedGraph.of(pack, component, graph, machine));
    }

    private static boolean isWhole(OptimisedGraph kept) {
        try {
            var weights = kept.requireWhole();
            return weights.isEmpty() || weights.equals(ModelPack.sha256Of(kept.weights()));
        } catch (IOException | PackException e) {
            return false;
        }
    }

    private static boolean hasRoom(ModelPack pack, String component) throws IOException {
        return Files.getFileStore(pack.directory()).getUsableSpace() > ROOM * pack.bytes(component);
    }

    private static void make(Path model, Path graph, OptimisedGraph kept) throws IOException {
        var unfinished = kept.folder().resolveSibling(UUID.randomUUID() + UnusedGraphs.UNFINISHED);
        Files.createDirectories(unfinished);
        try {
            OnnxModel.writeOptimised(model, graph, unfinished.resolve(OptimisedGraph.GRAPH), OptimisedGraph.WEIGHTS);
            kept.write(unfinished);
            moveUnlessThere(unfinished, kept);
        } finally {
            PackInstall.remove(unfinished);
        }
    }

    /** Another process may have kept the same meanwhile. */
    private static void moveUnlessThere(Path unfinished, OptimisedGraph kept) throws IOException {
        try {
            Files.move(unfinished, kept.folder(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!isWhole(kept)) {
                throw e;
            }
        }
    }
}
