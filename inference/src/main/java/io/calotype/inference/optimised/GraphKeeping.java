package io.calotype.inference.optimised;

import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.PackInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Keeps graphs as ONNX Runtime's CPU provider optimises them on this machine, for {@link ServedModel} to load. */
public final class GraphKeeping {

    private static final String UNFINISHED = ".unfinished";
    private static final Duration LONGEST = Duration.ofHours(1); // that writing one takes
    private static final int ROOM = 2; // the optimiser may turn half precision into single

    private GraphKeeping() {}

    /**
     * Optimises a component's graph and keeps it, unless it is kept already; removes those of the model that another version of ONNX
     * Runtime made.
     *
     * @param graph the model's own or an edited one
     * @return how many bytes are kept; empty where the processor is unknown, or the disk has no room
     * @throws PackException if the folder cannot be written
     */
    public static Optional<Long> keep(ModelPack pack, String component, Path graph) {
        var machine = Machine.here();
        if (machine.isEmpty()) {
            return Optional.empty();
        }
        var kept = OptimisedGraph.of(pack, component, graph, machine.get());
        try {
            removeOthers(OptimisedGraph.all(pack, component), machine.get());
            if (!Files.isDirectory(kept.folder()) || !isWhole(kept)) {
                PackInstall.remove(kept.folder());
                if (!hasRoom(pack, component)) {
                    return Optional.empty();
                }
                make(pack.model(component), graph, kept);
            }
            return Optional.of(size(kept.folder()));
        } catch (IOException e) {
            throw new PackException(kept.folder(), "cannot be written: " + e.getMessage(), e);
        }
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
        var unfinished = kept.folder().resolveSibling(UUID.randomUUID() + UNFINISHED);
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

    private static void removeOthers(Path all, Machine machine) throws IOException {
        if (!Files.isDirectory(all)) {
            return;
        }
        try (var folders = Files.list(all)) {
            for (var folder : folders.filter(Files::isDirectory).toList()) {
                if (isOfAnotherVersion(folder, machine)) {
                    PackInstall.remove(folder);
                }
            }
        }
    }

    private static boolean isOfAnotherVersion(Path folder, Machine machine) {
        try {
            if (folder.getFileName().toString().endsWith(UNFINISHED) && isYoung(folder)) {
                return false; // another process may be writing it
            }
            var note = OptimisedGraph.note(folder);
            return !note.machine().onnxRuntime().equals(machine.onnxRuntime());
        } catch (IOException e) {
            return true; // left by a process that was killed, or damaged
        }
    }

    private static boolean isYoung(Path folder) throws IOException {
        return Files.getLastModifiedTime(folder)
                .toInstant()
                .isAfter(Instant.now().minus(LONGEST));
    }

    private static long size(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
