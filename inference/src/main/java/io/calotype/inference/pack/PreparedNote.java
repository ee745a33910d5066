package io.calotype.inference.pack;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** JSON files that say what was prepared of a model, beside what was prepared. */
public final class PreparedNote {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private PreparedNote() {}

    /**
     * Reads a note.
     *
     * @throws IOException also where the file is no such note; then it is a {@code JacksonException}
     */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        var note = JSON.readValue(file.toFile(), type);
        if (note == null) {
            throw MismatchedInputException.from((JsonParser) null, type, "says null");
        }
        return note;
    }

    /** Writes a note, at once for whoever reads it; its folder exists. */
    public static void write(Path file, Object note) throws IOException {
        var unfinished = file.resolveSibling(UUID.randomUUID() + ".unfinished");
        JSON.writerWithDefaultPrettyPrinter().writeValue(unfinished.toFile(), note);
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
