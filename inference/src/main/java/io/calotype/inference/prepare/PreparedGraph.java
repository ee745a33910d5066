package io.calotype.inference.prepare;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The edited graph of a model, kept beside the pack: {@code .prepared/<sha256 of the model file>/model.onnx}, and what it is in
 * {@code prepared.json}.
 *
 * @param folder of the two files
 */
record PreparedGraph(Path folder) {

    private static final String EDIT = "one timestep per row, 1"; // another number when the edit changes
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the graph of a component's model is kept, if it is. */
    static PreparedGraph beside(ModelPack pack, String component) {
        var root = pack.directory();
        return new PreparedGraph(root.resolveSibling(".prepared").resolve(pack.modelSha256(component)));
    }

    /** The graph, if it exists and matches {@code prepared.json}. */
    Optional<Path> graph() {
        var graph = folder.resolve("model.onnx");
        var note = folder.resolve("prepared.json");
        if (!Files.isRegularFile(graph) || !Files.isRegularFile(note)) {
            return Optional.empty();
        }
        try {
            var json = JSON.readTree(note.toFile());
            boolean fits = json.path("edit").asText().equals(EDIT)
                    && json.path("sha256").asText().equals(ModelPack.sha256Of(graph));
            return fits ? Optional.of(graph) : Optional.empty();
        } catch (IOException | PackException e) {
            return Optional.empty();
        }
    }

    /** Keeps a graph that was checked; one that another process kept meanwhile stays. */
    void keep(Path graph, double difference) {
        try {
            Files.createDirectories(folder);
            var unfinished = folder.resolve(UUID.randomUUID() + ".unfinished");
            try (var out = Files.newOutputStream(unfinished)) {
                Files.copy(graph, out); // with the rights of a new file, so that services of other users can read it
            }
            Files.move(unfinished, folder.resolve("model.onnx"), StandardCopyOption.REPLACE_EXISTING);
            var note = Map.of("edit", EDIT, "sha256", ModelPack.sha256Of(graph), "largest_difference", difference);
            JSON.writerWithDefaultPrettyPrinter()
                    .writeValue(folder.resolve("prepared.json").toFile(), note);
        } catch (IOException e) {
            throw new PackException(folder, "cannot be written: " + e.getMessage(), e);
        }
    }
}
