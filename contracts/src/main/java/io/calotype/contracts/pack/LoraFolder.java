package io.calotype.contracts.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The LoRAs that images of a pack can ask for one by one, beside the packs: {@code .loras/<pack>/<name>.json} and {@code
 * <name>.safetensors}.
 *
 * @param folder of the pack's LoRAs, which need not be there
 */
public record LoraFolder(Path folder) {

    private static final String ALL = ".loras";
    private static final String DESCRIPTION = ".json";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Returns the folder for a pack. */
    public static LoraFolder of(Path packs, String pack) {
        return new LoraFolder(packs.resolve(ALL).resolve(pack));
    }

    /** Returns the names of those that are there now, in order. */
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(DESCRIPTION))
                    .map(file -> file.substring(0, file.length() - DESCRIPTION.length()))
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the LoRAs in " + folder, e);
        }
    }

    /**
     * Returns the description of one, if it is there.
     *
     * @throws IllegalArgumentException if it is damaged
     * @throws UncheckedIOException if it cannot be read
     */
    public Optional<LoraEntry> find(String name) {
        var file = folder.resolve(name + DESCRIPTION);
        if (!NAME.matcher(name).matches() || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LoraEntry.parse(name, Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Returns where the numbers of one are. */
    public Path weights(String name) {
        return folder.resolve(name + ".safetensors");
    }

    /**
     * Describes one whose numbers are there; from then on prompts can ask for it.
     *
     * @throws IOException if it cannot be written
     */
    public void add(LoraEntry entry) throws IOException {
        var unfinished = folder.resolve(entry.name() + ".unfinished");
        Files.write(unfinished, entry.bytes());
        Files.move(unfinished, folder.resolve(entry.name() + DESCRIPTION), StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Removes one, if it is there.
     *
     * @throws IOException if it cannot be removed
     */
    public void remove(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name + DESCRIPTION));
        Files.deleteIfExists(weights(name));
    }
}
