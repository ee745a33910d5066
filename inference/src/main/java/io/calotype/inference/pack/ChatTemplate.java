package io.calotype.inference.pack;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a chat model reads before and behind a prompt: the checkpoint's chat template, rendered when the pack was exported.
 *
 * @param before the prompt
 * @param behind the prompt
 */
public record ChatTemplate(String before, String behind) {

    private static final String FILE = "/prompt_template.json";

    /**
     * Reads a pack's.
     *
     * @param tokenizer the tokenizer's folder
     * @throws PackException that names the file if it is missing or no template
     */
    public static ChatTemplate of(ModelPack pack, String tokenizer) {
        var path = tokenizer + FILE;
        if (!pack.hasFile(path)) {
            throw new PackException(
                    pack.directory().resolve(path), "is missing; export the checkpoint with models/export/export.py");
        }
        var json = pack.json(path);
        return new ChatTemplate(text(pack, path, json, "before"), text(pack, path, json, "behind"));
    }

    private static String text(ModelPack pack, String path, JsonNode json, String field) {
        if (!json.path(field).isTextual()) {
            throw new PackException(pack.file(path), "has no text '" + field + "'");
        }
        return json.path(field).asText();
    }

    /** Returns a prompt as the model reads it. */
    public String around(String prompt) {
        return before + prompt + behind;
    }
}
