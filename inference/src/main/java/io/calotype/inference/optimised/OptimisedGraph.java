package io.calotype.inference.optimised;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.pack.PackManifest;
import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.pack.PreparedNote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A graph as ONNX Runtime optimised it, kept beside the pack: {@code .prepared/<sha256 of the model file>/optimised/<key>/}, where
 * the key is made of everything that it depends on, so that machines of several kinds can share a folder.
 *
 * @param folder of its files
 * @param source what it was made of: sha256 over the graph's and those of the component's files
 */
record OptimisedGraph(Path folder, String source, Machine machine) {

    static final String GRAPH = "model.onnx";
    static final String WEIGHTS = "model.onnx_data";
    static final String NOTE = "optimised.json";

    static final String FORMAT = "1"; // another number when what is written changes, or how graphs are edited

    private static final int SHORT = 32; // hex digits are enough of a name

    /**
     * What {@code optimised.json} says.
     *
     * @param files sha256 and size by name: the graph, and its weights if it has any
     */
    record Note(String format, String source, Machine machine, Map<String, PackManifest.Entry> files) {
        Note {
            requireNonNull(format);
            requireNonNull(source);
            requireNonNull(machine);
            files = Map.copyOf(files);
            if (!files.containsKey(GRAPH) || !Set.of(GRAPH, WEIGHTS).containsAll(files.keySet())) {
                throw new IllegalArgumentException("lists other files than a graph and its weights");
            }
        }
    }

    /** Where a component's graph is kept for a machine. */
    static OptimisedGraph of(ModelPack pack, String component, Path graph, Machine machine) {
        boolean exported = graph.equals(pack.model(component));
        var source = sha256((exported ? pack.modelSha256(component) : ModelPack.sha256Of(graph)) + " "
                + String.join(" ", pack.sha256sOf(component)));
        var key = sha256(String.join("\n", FORMAT, source, machine.onnxRuntime(), machine.processor()));
        return new OptimisedGraph(all(pack, component).resolve(key.substring(0, SHORT)), source, machine);
    }

    /** Where all that are kept of a component's model are. */
    static Path all(ModelPack pack, String component) {
        return pack.prepared(component).resolve("optimised");
    }

    Path graph() {
        return folder.resolve(GRAPH);
    }

    Path weights() {
        return folder.resolve(WEIGHTS);
    }

    /**
     * Checks all but the digest of the weights, which are numbers and are hashed while they are loaded.
     *
     * @return the sha256 that the weights must have; empty where there are none
     * @throws IOException that says what is missing or damaged
     */
    String requireWhole() throws IOException {
        var note = note(folder);
        if (!note.format().equals(FORMAT)
                || !note.source().equals(source)
                || !note.machine().equals(machine)) {
            throw new IOException(NOTE + " says that it is another graph");
        }
        for (var file : note.files().entrySet()) {
            long size = Files.size(folder.resolve(file.getKey()));
            if (size != file.getValue().size()) {
                throw new IOException(file.getKey() + " has " + size + " bytes, not "
                        + file.getValue().size());
            }
        }
        require(
                GRAPH,
                sha256Of(graph()),
                requireNonNull(note.files().get(GRAPH)).sha256());
        if (!note.files().keySet().equals(names(graph()))) {
            throw new IOException("the files are not those that " + NOTE + " lists");
        }
        var weights = note.files().get(WEIGHTS);
        return weights == null ? "" : weights.sha256();
    }

    /** Refuses a file whose sha256 is another. */
    static void require(String file, String sha256, String expected) throws IOException {
        if (!sha256.equals(expected)) {
            throw new IOException("the sha256 of " + file + " is " + sha256 + ", not " + expected);
        }
    }

    /** The graph's file and that of its weights, which it may read from nowhere else. */
    private static Set<String> names(Path graph) throws IOException {
        var outside = OnnxFile.read(graph).externalData();
        if (!Set.of(WEIGHTS).containsAll(outside)) {
            throw new IOException(GRAPH + " reads weights from " + outside);
        }
        return outside.isEmpty() ? Set.of(GRAPH) : Set.of(GRAPH, WEIGHTS);
    }

    /** What is noted of a kept graph. */
    static Note note(Path folder) throws IOException {
        return PreparedNote.read(folder.resolve(NOTE), Note.class);
    }

    /** Whether the note of a folder is one that another version wrote. */
    static boolean isNoteOfAnotherVersion(Path folder) {
        try {
            var note = PreparedNote.read(folder.resolve(NOTE), JsonNode.class);
            return note.isObject() && !note.path("format").asText().equals(FORMAT);
        } catch (IOException e) {
            return false;
        }
    }

    /** How many bytes are on disk. */
    long size() throws IOException {
        return size(folder);
    }

    /** The bytes of all files of a folder. */
    static long size(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    /** Notes what lies in a folder. */
    void write(Path unfinished) throws IOException {
        var files = new TreeMap<String, PackManifest.Entry>();
        for (var name : names(unfinished.resolve(GRAPH))) {
            var file = unfinished.resolve(name);
            files.put(name, new PackManifest.Entry(sha256Of(file), Files.size(file)));
        }
        PreparedNote.write(unfinished.resolve(NOTE), new Note(FORMAT, source, machine, files));
    }

    private static String sha256Of(Path file) throws IOException {
        try {
            return ModelPack.sha256Of(file);
        } catch (PackException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String sha256(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
