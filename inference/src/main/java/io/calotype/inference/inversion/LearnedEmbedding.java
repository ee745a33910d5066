package io.calotype.inference.inversion;

import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.revision.AdapterFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What textual inversion learned for one token, in the dialects of diffusers and of stable-diffusion-webui.
 *
 * @param token that prompts use
 * @param tensors by their names in the file, {@code [D]} or {@code [N, D]}: one, or {@code clip_l} and {@code clip_g}
 */
public record LearnedEmbedding(Path file, String token, Map<String, Tensor> tensors) {

    static final String CLIP_L = "clip_l";
    static final String CLIP_G = "clip_g";

    private static final Set<String> PAIR = Set.of(CLIP_L, CLIP_G);
    private static final Set<String> NAMES_NO_TOKEN = Set.of("emb_params", CLIP_L, CLIP_G);
    private static final int MOST_CHARACTERS = 100;

    /** Checks the token; the map is copied. */
    public LearnedEmbedding {
        token = token.strip();
        if (token.isEmpty()) {
            throw new PackException(file, "has a blank token: choose one with --token");
        }
        if (token.length() > MOST_CHARACTERS || token.chars().anyMatch(Character::isISOControl)) {
            throw new PackException(
                    file,
                    "has a token of more than 100 characters, or with control characters: choose one with --token");
        }
        tensors = Map.copyOf(tensors);
    }

    /**
     * Reads a file.
     *
     * @param token that prompts shall use; null for the one that the file names, or the file's own name
     * @throws PackException that says what is wrong with it
     */
    public static LearnedEmbedding read(Path file, @Nullable String token) {
        var tensors = new TreeMap<>(AdapterFile.read(file).tensors());
        if (tensors.isEmpty()) {
            throw new PackException(file, "has no tensors");
        }
        if (tensors.size() > 1 && !tensors.keySet().equals(PAIR)) {
            throw new PackException(
                    file,
                    "has several embeddings, %s; a file has one token's: one tensor, or clip_l and clip_g"
                            .formatted(shown(tensors.keySet())));
        }
        tensors.forEach((name, tensor) -> requireVectors(file, name, tensor));
        var name = tensors.firstKey();
        var found = NAMES_NO_TOKEN.contains(name) ? stem(file) : name;
        return new LearnedEmbedding(file, token == null ? found : token, tensors);
    }

    private static List<String> shown(Set<String> names) {
        var shown = new ArrayList<>(names.stream().limit(4).toList());
        if (names.size() > shown.size()) {
            shown.add("and " + (names.size() - shown.size()) + " more");
        }
        return shown;
    }

    private static void requireVectors(Path file, String name, Tensor tensor) {
        int rank = tensor.shape().rank();
        if (rank < 1 || rank > 2 || tensor.shape().elementCount() == 0) {
            throw new PackException(file, "%s is %s, not [D] or [N, D]".formatted(name, tensor.shape()));
        }
    }

    private static String stem(Path file) {
        return String.valueOf(file.getFileName()).replaceAll("\\.[^.]*$", "");
    }

    /** The vectors that the token stands for. */
    static int count(Tensor tensor) {
        return tensor.shape().rank() == 1 ? 1 : Math.toIntExact(tensor.shape().dim(0));
    }

    static long width(Tensor tensor) {
        return tensor.shape().dim(tensor.shape().rank() - 1);
    }
}
