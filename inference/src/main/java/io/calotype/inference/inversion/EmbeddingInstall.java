package io.calotype.inference.inversion;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.revision.PackRevision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;

/** Makes a pack of another pack and a learned embedding: its text encoders know one more token. */
public final class EmbeddingInstall {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EmbeddingInstall() {}

    /**
     * Adds a pack beside others; files that do not change are linked where the file system can.
     *
     * @return the pack, in its new folder
     * @throws PackException that says what does not fit, before anything is written
     */
    public static ModelPack install(LearnedEmbedding embedding, ModelPack base, String name, Path packs) {
        var revision = PackRevision.of(base, embedding.file(), name, packs);
        var plan = EmbeddingPlan.of(embedding, base);
        revision.madeWith("embeddings", embedding.file())
                .put("token", embedding.token())
                .put("vectors", plan.tokens().size());
        var changed = new TreeSet<String>();
        for (var addition : plan.additions()) {
            changed.add(addition.part().encoder() + "/model.onnx");
            changed.addAll(addition.tokenizer().files());
            if (base.hasFile(config(addition))) {
                changed.add(config(addition));
            }
        }
        return revision.install(changed, folder -> {
            for (var addition : plan.additions()) {
                write(plan, addition, embedding.file(), base, folder);
            }
        });
    }

    private static String config(EmbeddingPlan.Addition addition) {
        return addition.part().encoder() + "/config.json";
    }

    private static void write(
            EmbeddingPlan plan, EmbeddingPlan.Addition addition, Path file, ModelPack base, Path folder)
            throws IOException {
        int known = addition.tokenizer().size();
        addition.tokenizer().write(plan.tokens(), folder);
        addition.table()
                .write(
                        known,
                        addition.vectors(),
                        file,
                        folder.resolve(addition.part().encoder()));
        if (base.hasFile(config(addition))) {
            ObjectNode config = base.json(config(addition)).deepCopy();
            config.put("vocab_size", known + plan.tokens().size());
            Files.write(
                    folder.resolve(config(addition)),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(config));
        }
    }
}
