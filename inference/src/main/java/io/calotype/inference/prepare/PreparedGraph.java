package io.calotype.inference.prepare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.DenoisingModel.Preparation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * The edited graph of a model, kept beside the pack: {@code .prepared/<sha256 of the model file>/model.onnx}, and what it is in
 * {@code prepared.json}.
 *
 * @param folder of the two files
 */
record PreparedGraph(Path folder) {

    private static final String EDIT = "2"; // another number when the edit changes
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** Where the graph of a component's model is kept, if it is. */
    static PreparedGraph beside(ModelPack pack, String component) {
        return new PreparedGraph(pack.prepared(component));
    }

    /**
     * What {@code prepared.json} says.
     *
     * @param edit the number of the code that made the graph
     * @param largestDifference from the model's results, relative to the largest of them
     */
    private record Note(String edit, String sha256, Preparation preparation, double largestDifference) {}

    /** The graph, if it exists and matches {@code prepared.json}. */
    Optional<Path> graph() {
        return note().map(note -> model());
    }

    /** What was done to the graph, if it exists and matches {@code prepared.json}. */
    Optional<Preparation> preparation() {
        return note().map(Note::preparation);
    }

    private Optional<Note> note() {
        var file = folder.resolve("prepared.json");
        if (!Files.isRegularFile(model()) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            var note = JSON.readValue(file.toFile(), Note.class);
            boolean fits = note.edit().equals(EDIT) && note.sha256().equals(ModelPack.sha256Of(model()));
            return fits ? Optional.of(note) : Optional.empty();
        } catch (IOException | PackException e) {
            return Optional.empty();
        }
    }

    private Path model() {
        return folder.resolve("model.onnx");
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
            var note = new Note(EDIT, ModelPack.sha256Of(graph), preparation, difference);
            JSON.writerWithDefaultPrettyPrinter()
                    .writeValue(folder.resolve("prepared.json").toFile(), note);
        } catch (IOException e) {
            throw new PackException(folder, "cannot be written: " + e.getMessage(), e);
        }
    }
}
