package io.calotype.inference.inversion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.tokenizer.ClipVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tokenizer of a CLIP, to which tokens are added: in each of the files that a reader may take them from.
 *
 * @param ids by token
 * @param added the tokens among them that texts are searched for first, in lower case
 * @param size the id of the next token
 */
record ClipTokens(ModelPack pack, String folder, JsonNode ids, Set<String> added, int size) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKENIZER = "tokenizer.json";
    private static final String CONFIG = "tokenizer_config.json";
    private static final String ADDED = "added_tokens.json";
    private static final String DECODER = "added_tokens_decoder";
    private static final String ADDED_IN_TOKENIZER = "added_tokens";
    private static final String END_OF_WORD = "</w>";
    private static final String NEXT = "_1";

    /** Copies the set. */
    ClipTokens {
        added = Set.copyOf(added);
    }

    static ClipTokens of(ModelPack pack, String folder) {
        pack.verify(folder);
        var vocabulary = ClipVocabulary.of(pack, folder);
        var ids = vocabulary.ids();
        var added = new HashSet<String>();
        for (var token : vocabulary.tokenizer().path(ADDED_IN_TOKENIZER)) {
            added.add(token.path("content").asText().toLowerCase(Locale.ROOT));
        }
        int last = -1;
        for (var id : ids) {
            last = Math.max(last, id.asInt());
        }
        return new ClipTokens(pack, folder, ids, added, last + 1);
    }

    /** Texts are read in lower case, so a token is known in any case. */
    void requireNew(LearnedEmbedding embedding) {
        var token = embedding.token().toLowerCase(Locale.ROOT);
        Stream.of(embedding.token(), token, token + END_OF_WORD, embedding.token() + NEXT, token + NEXT)
                .filter(known -> ids.has(known) || added.contains(known))
                .findFirst()
                .ifPresent(known -> refuse(embedding, known.replace(END_OF_WORD, "")));
        var first = token.replaceFirst("_\\d+$", "");
        if (added.contains(first)) {
            refuse(embedding, first);
        }
    }

    private void refuse(LearnedEmbedding embedding, String known) {
        throw new PackException(
                embedding.file(),
                "its token '%s' would change what %s reads, whose tokens have '%s' already. Choose another with --token"
                        .formatted(embedding.token(), pack.name(), known));
    }

    /** The paths of the files that change. */
    Set<String> files() {
        var files = new LinkedHashSet<String>();
        if (pack.hasFile(path(TOKENIZER))) {
            files.add(path(TOKENIZER));
        }
        if (pack.config(folder).path(DECODER).isObject()) {
            files.add(path(CONFIG));
        }
        if (files.isEmpty() || pack.hasFile(path(ADDED))) {
            files.add(path(ADDED));
        }
        return files;
    }

    private String path(String file) {
        return folder + "/" + file;
    }

    void write(List<String> tokens, Path target) throws IOException {
        for (var path : files()) {
            ObjectNode json = pack.hasFile(path) ? pack.json(path).deepCopy() : JsonNodeFactory.instance.objectNode();
            for (int i = 0; i < tokens.size(); i++) {
                add(json, path, tokens.get(i), size + i);
            }
            var bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
            Files.write(target.resolve(path), bytes);
        }
    }

    private void add(ObjectNode json, String path, String token, int id) {
        if (path.equals(path(ADDED))) {
            json.put(token, id);
        } else if (path.equals(path(CONFIG))) {
            json.withObject("/" + DECODER).set(Integer.toString(id), flags(token));
        } else {
            json.withArray(ADDED_IN_TOKENIZER).add(flags(token).put("id", id));
        }
    }

    /** As transformers adds a token: found in any case and within words. */
    private static ObjectNode flags(String token) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("content", token)
                .put("lstrip", false)
                .put("normalized", true)
                .put("rstrip", false)
                .put("single_word", false)
                .put("special", false);
    }
}
