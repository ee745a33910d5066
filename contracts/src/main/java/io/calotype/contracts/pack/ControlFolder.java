package io.calotype.contracts.pack;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The control models of a pack, beside the packs: {@code .controls/<pack>/<name>/}, each with {@code control.json} and {@code
 * model.onnx}.
 *
 * @param folder of the pack's control models, which need not be there
 */
public record ControlFolder(Path folder) {

    private static final String ALL = ".controls";
    private static final String DESCRIPTION = "control.json";
    private static final String SHA256 = "sha256";
    private static final String DENOISER = "denoiser_sha256";
    private static final String SIZE_MULTIPLE = "size_multiple";
    private static final int MAX_BYTES = 1 << 16;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /**
     * A control model.
     *
     * @param sha256 of its model file, or of a list of those of all files where its weights lie beside it
     * @param denoiser the sha256 of the model file that it controls
     * @param sizeMultiple the sides of pictures that it can read are multiples of it
     */
    public record Entry(String name, String sha256, String denoiser, int sizeMultiple) {

        public Entry {
            if (!Sha256.isHex(sha256) || !Sha256.isHex(denoiser)) {
                throw new IllegalArgumentException("a sha256 is not 64 lower-case hex digits");
            }
            if (sizeMultiple < 1) {
                throw new IllegalArgumentException("size_multiple is " + sizeMultiple + ", not 1 or more");
            }
        }
    }

    /** Returns the folder for a pack. */
    public static ControlFolder of(Path packs, String pack) {
        return new ControlFolder(packs.resolve(ALL).resolve(pack));
    }

    /** Returns the names of those that are there now, in order. */
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var folders = Files.list(folder)) {
            return folders.filter(one -> Files.isRegularFile(one.resolve(DESCRIPTION)))
                    .map(one -> one.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the control models in " + folder, e);
        }
    }

    /**
     * Returns one, if it is there.
     *
     * @throws IllegalArgumentException if its description is damaged
     * @throws UncheckedIOException if that cannot be read
     */
    public Optional<Entry> find(String name) {
        if (!names().contains(name)) {
            return Optional.empty();
        }
        try {
            var json = StrictJson.parse(Files.readAllBytes(folder(name).resolve(DESCRIPTION)), MAX_BYTES);
            return Optional.of(new Entry(
                    name,
                    json.path(SHA256).asText(),
                    json.path(DENOISER).asText(),
                    json.path(SIZE_MULTIPLE).asInt()));
        } catch (Refusal e) {
            throw new IllegalArgumentException(
                    "is not valid JSON: " + e.problem().detail(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the control model " + name, e);
        }
    }

    /** Returns the folder of one. */
    public Path folder(String name) {
        return folder.resolve(name);
    }

    /**
     * Describes one whose files are there; from then on prompts can ask for it.
     *
     * @throws IOException if it cannot be written
     */
    public void add(Entry entry) throws IOException {
        var json = StrictJson.object()
                .put(SHA256, entry.sha256())
                .put(DENOISER, entry.denoiser())
                .put(SIZE_MULTIPLE, entry.sizeMultiple());
        var target = folder(entry.name()).resolve(DESCRIPTION);
        var unfinished = target.resolveSibling(DESCRIPTION + ".unfinished");
        Files.write(unfinished, StrictJson.write(json));
        Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    }
}
