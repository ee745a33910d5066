package io.calotype.encoder.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.calotype.inference.pack.ChatTemplate;
import io.calotype.inference.pack.ModelPack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A chat model's tokenizer: the ids that transformers gives to a prompt within the pack's chat template, padded behind. */
final class ChatTokenizer implements PackTokenizer {

    private static final String PADDING = "<|endoftext|>"; // of Qwen, for a tokenizer_config.json that names none

    private final HuggingFaceTokenizer tokenizer;
    private final ChatTemplate template;
    private final long padding;

    private ChatTokenizer(HuggingFaceTokenizer tokenizer, ChatTemplate template, String padding) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.padding = tokenizer.encode(padding).getIds()[0];
    }

    /**
     * Reads a pack's tokenizer and template; {@link io.calotype.inference.pack.PackException} names the file that does not fit.
     *
     * @param length the tokens that every text gets
     */
    static ChatTokenizer open(ModelPack pack, String folder, int length) {
        var template = ChatTemplate.of(pack, folder);
        var token = pack.config(folder).path("pad_token");
        var padding = token.isObject() ? token.path("content").asText() : token.asText(PADDING);
        return new ChatTokenizer(PromptTokenizer.read(pack.directory().resolve(folder), length), template, padding);
    }

    @Override
    public List<Tokens> windows(String text) {
        var encoding = tokenizer.encode(template.around(text));
        long[] mask = encoding.getAttentionMask();
        return List.of(new Tokens(padded(encoding, mask), mask, words(encoding, text), encoding.exceedMaxLength()));
    }

    /** The library pads with the token 0, whatever the pack's is. */
    private long[] padded(Encoding encoding, long[] mask) {
        long[] ids = encoding.getIds();
        for (int i = 0; i < ids.length; i++) {
            ids[i] = mask[i] == 0 ? padding : ids[i];
        }
        return ids;
    }

    /** The parts of the prompt that are tokens; a character that takes several tokens stands there once. */
    private List<String> words(Encoding encoding, String text) {
        int begin = template.before().codePointCount(0, template.before().length());
        int[] points = text.codePoints().toArray();
        var words = new ArrayList<String>();
        int last = 0;
        for (var span : Arrays.asList(encoding.getCharTokenSpans())) {
            int from = span == null ? 0 : Math.max(span.getStart() - begin, last);
            int to = span == null ? 0 : Math.min(span.getEnd() - begin, points.length);
            if (from < to) {
                words.add(new String(points, from, to - from).strip());
                last = to;
            }
        }
        return words.stream().filter(word -> !word.isEmpty()).toList();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
