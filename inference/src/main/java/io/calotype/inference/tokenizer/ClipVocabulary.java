package io.calotype.inference.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A CLIP vocabulary as the JSON that the tokenizers library reads: a pack's {@code tokenizer.json}, or the same made of its {@code
 * vocab.json} and {@code merges.txt}.
 *
 * @param file that it comes from, for messages
 * @param tokenizer without padding and truncation of its own
 * @param ids by token
 */
public record ClipVocabulary(Path file, ObjectNode tokenizer, JsonNode ids) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How CLIP takes a text apart before it looks for pairs; as transformers converts it. */
    private static final String RULES = """
            {"version": "1.0",
             "normalizer": {"type": "Sequence", "normalizers": [
               {"type": "NFC"},
               {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "},
               {"type": "Lowercase"}]},
             "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
               {"type": "Split", "behavior": "Removed", "invert": true, "pattern": {
                 "Regex": "'s|'t|'re|'ve|'m|'ll|'d|[\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"}},
               {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}]},
             "model": {"type": "BPE", "unk_token": "<|endoftext|>", "continuing_subword_prefix": "",
               "end_of_word_suffix": "</w>", "fuse_unk": false, "byte_fallback": false}}""";

    /** Reads a folder of a pack; {@link PackException} names the file that does not fit. */
    public static ClipVocabulary of(ModelPack pack, String folder) {
        var path = folder + "/tokenizer.json";
        if (pack.hasFile(path)) {
            var tokenizer = (ObjectNode) pack.json(path);
            tokenizer.putNull("truncation").putNull("padding");
            return new ClipVocabulary(pack.file(path), tokenizer, idsOf(tokenizer));
        }
        return ofParts(pack, folder);
    }

    private static ClipVocabulary ofParts(ModelPack pack, String folder) {
        var vocabulary = pack.json(folder + "/vocab.json");
        try {
            var tokenizer = (ObjectNode) JSON.readTree(RULES);
            var model = (ObjectNode) tokenizer.path("model");
            model.set("vocab", vocabulary);
            var merges = model.putArray("merges");
            merges(pack.file(folder + "/merges.txt")).forEach(merges::add);
            tokenizer
                    .putArray("added_tokens")
                    .addAll(AddedTokens.of(pack, folder, vocabulary).json());
            return new ClipVocabulary(pack.file(folder + "/vocab.json"), tokenizer, idsOf(tokenizer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pairs, one a line, after a line with the version. */
    private static List<String> merges(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#version"))
                    .toList();
        } catch (IOException e) {
            throw new PackException(file, "is no text in UTF-8", e);
        }
    }

    private static JsonNode idsOf(JsonNode tokenizer) {
        ObjectNode ids = tokenizer.path("model").path("vocab").deepCopy();
        tokenizer
                .path("added_tokens")
                .forEach(token -> ids.set(token.path("content").asText(), token.path("id")));
        return ids;
    }
}
