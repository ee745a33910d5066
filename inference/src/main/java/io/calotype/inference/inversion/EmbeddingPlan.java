package io.calotype.inference.inversion;

import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.family.TextPart;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an embedding adds to each text encoder of a pack, checked.
 *
 * @param tokens one for each vector: {@code <cat-toy>}, {@code <cat-toy>_1} and so on, as diffusers names them
 */
record EmbeddingPlan(List<String> tokens, List<Addition> additions) {

    /** Copies the lists. */
    EmbeddingPlan {
        tokens = List.copyOf(tokens);
        additions = List.copyOf(additions);
    }

    /** The rows that an encoder gets, and what its tokenizer gets. */
    record Addition(TextPart part, TokenTable table, ClipTokens tokenizer, Tensor vectors) {}

    static EmbeddingPlan of(LearnedEmbedding embedding, ModelPack pack) {
        var parts = pack.family().text().parts().stream()
                .filter(part -> part.reader() == TextPart.Reader.CLIP && pack.has(part.encoder()))
                .toList();
        requireAsMany(embedding, pack, parts);
        var vectors = parts.stream().map(part -> vectors(embedding, part)).toList();
        int count = count(embedding, vectors);
        int most = pack.family().text().length(parts.get(0), pack.settings().maxSequenceLength()) - 2;
        if (count > most) {
            throw new PackException(
                    embedding.file(), "has %d vectors; %s reads at most %d tokens".formatted(count, pack.name(), most));
        }
        var tokens = Stream.concat(
                        Stream.of(embedding.token()),
                        IntStream.range(1, count).mapToObj(number -> embedding.token() + "_" + number))
                .toList();
        var additions = new ArrayList<Addition>();
        for (int i = 0; i < parts.size(); i++) {
            additions.add(addition(embedding, pack, parts.get(i), vectors.get(i)));
        }
        return new EmbeddingPlan(tokens, additions);
    }

    private static void requireAsMany(LearnedEmbedding embedding, ModelPack pack, List<TextPart> parts) {
        if (parts.isEmpty()) {
            throw new PackException(
                    embedding.file(),
                    "does not fit %s (%s), which has no CLIP text encoder"
                            .formatted(pack.name(), pack.family().title()));
        }
        int has = embedding.tensors().size();
        if (has != parts.size()) {
            var takes = parts.size() == 1 ? "one tensor" : "clip_l and clip_g";
            throw new PackException(
                    embedding.file(),
                    "does not fit %s (%s): it is for %d CLIP text encoders, the pack has %d and takes %s"
                            .formatted(pack.name(), pack.family().title(), has, parts.size(), takes));
        }
    }

    private static Tensor vectors(LearnedEmbedding embedding, TextPart part) {
        var tensors = embedding.tensors();
        var name = part.number().isEmpty() ? LearnedEmbedding.CLIP_L : LearnedEmbedding.CLIP_G;
        var only = tensors.values().iterator().next();
        return tensors.size() == 1 ? only : tensors.getOrDefault(name, only);
    }

    private static int count(LearnedEmbedding embedding, List<Tensor> vectors) {
        var counts = vectors.stream().map(LearnedEmbedding::count).distinct().toList();
        if (counts.size() > 1) {
            throw new PackException(
                    embedding.file(), "clip_l has %d vectors and clip_g %d".formatted(counts.get(0), counts.get(1)));
        }
        return counts.get(0);
    }

    private static Addition addition(LearnedEmbedding embedding, ModelPack pack, TextPart part, Tensor vectors) {
        var table = TokenTable.of(pack, part);
        if (LearnedEmbedding.width(vectors) != table.width()) {
            throw new PackException(
                    embedding.file(),
                    "its vectors have %d numbers; those of %s in %s have %d"
                            .formatted(LearnedEmbedding.width(vectors), part.encoder(), pack.name(), table.width()));
        }
        var tokenizer = ClipTokens.of(pack, part.tokenizer());
        tokenizer.requireNew(embedding);
        table.requireRowsFor(tokenizer);
        return new Addition(part, table, tokenizer, vectors);
    }
}
