package io.calotype.inference.prepare;

import static java.util.Objects.requireNonNull;

import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.pack.PreparedNote;
import io.calotype.inference.prepare.DenoisingModel.Preparation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The edited graph of a model, kept beside the pack: {@code .prepared/<sha256 of the model file>/model.onnx}, and what it is in
 * {@code prepared.json}; or that alone, where no edit computes the same.
 *
 * @param folder of the two files
 */
record PreparedGraph(Path folder) {

    private static final String EDIT = "2"; // another number when the edit changes, and in OptimisedGraph

    /** Where the graph of a component's model is kept, if it is. */
    static PreparedGraph beside(ModelPack pack, String component) {
        return new PreparedGraph(pack.prepared(component));
    }

    /**
     * What was decided about a model.
     *
     * @param graph the edited one; empty where the model runs as it is
     */
    record Decision(Preparation preparation, Optional<Path> graph) {}

    /**
     * What {@code prepared.json} says.
     *
     * @param edit the number of the code that made the graph
     * @param sha256 of the graph; null where there is none
     * @param largestDifference from the model's results, relative to the largest of them
     * @param refusedBy the version of ONNX Runtime with which no edit computes the same; null where there is a graph
     */
    private record Note(
            String edit,
            @Nullable String sha256,
            Preparation preparation,
            double largestDifference,
            @Nullable String refusedBy) {
        Note {
            requireNonNull(edit);
            requireNonNull(preparation);
        }
    }

    /** What is kept, if it is whole and this code's; what another version of ONNX Runtime refused is not. */
    Optional<Decision> decision() {
        if (!Files.isRegularFile(file())) {
            return Optional.empty();
        }
        try {
            var note = PreparedNote.read(file(), Note.class);
            if (!note.edit().equals(EDIT)) {
                return Optional.empty();
            }
            if (note.sha256() == null) {
                return Optional.of(new Decision(note.preparation(), Optional.empty()))
                        .filter(refused -> OnnxModel.runtimeVersion().equals(note.refusedBy()));
            }
            return Optional.of(new Decision(note.preparation(), Optional.of(model())))
                    .filter(kept -> Files.isRegularFile(model())
                            && ModelPack.sha256Of(model()).equals(note.sha256()));
        } catch (IOException | PackException e) {
            return Optional.empty();
        }
    }

    private Path model() {
        return folder.resolve("model.onnx");
    }

    private Path file() {
        return folder.resolve("prepared.json");
    }

    /** Keeps a graph that was checked; one that another process kept meanwhile stays. */
    void keep(Path graph, Preparation preparation, double difference) {
        try {
            Files.createDirectories(folder);
            var unfinished = folder.resolve(UUID.randomUUID() + ".unfinished");
            try (var out = Files.newOutputStream(unfinished)) {
                Files.copy(graph, out); // with the rights of a new file, so that services of other users can read it
            }
            Files.move(unfinished, model(), StandardCopyOption.REPLACE_EXISTING);
            PreparedNote.write(file(), new Note(EDIT, ModelPack.sha256Of(graph), preparation, difference, null));
        } catch (IOException e) {
            throw new PackException(folder, "cannot be written: " + e.getMessage(), e);
        }
    }

    /** Keeps that no edit computes the same. */
    void refuse(Preparation preparation) {
        try {
            Files.createDirectories(folder);
            PreparedNote.write(file(), new Note(EDIT, null, preparation, 0, OnnxModel.runtimeVersion()));
            Files.deleteIfExists(model()); // of an older edit
        } catch (IOException e) {
            throw new PackException(folder, "cannot be written: " + e.getMessage(), e);
        }
    }
}
