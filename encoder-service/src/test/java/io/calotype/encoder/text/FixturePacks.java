package io.calotype.encoder.text;

import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.ModelPacks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tiny exports of every family and what diffusers makes of them; {@code models/fixtures/packs} makes both again. */
final class FixturePacks {

    static final Path FIXTURES = Path.of("../models/fixtures");

    private FixturePacks() {}

    static ModelPack pack(String family) {
        return ModelPack.draft(FIXTURES.resolve("packs").resolve(family), family);
    }

    static Safetensors golden(String family) throws IOException {
        var file = FIXTURES.resolve("packs/goldens").resolve(family + ".safetensors");
        return SafetensorsReader.read(ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    /** Texts of a pack, shared with nobody. */
    static PackText text(ModelPack pack, TextEncoder encoder, long cacheBytes) {
        var registry = new SimpleMeterRegistry();
        var embedder = new MeasuredEmbedder(encoder, registry);
        var shared = new SharedEmbeddings(new MemoryEmbeddings(), embedder, Sharing.none(), registry);
        return new PackText(pack, embedder, new EmbeddingCache(cacheBytes, registry), shared);
    }

    static Safetensors weights(String family) throws IOException {
        var file = FIXTURES.resolve("packs/weights").resolve(family + ".safetensors");
        return SafetensorsReader.read(ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    /** The built-in pack with the encoder that the build takes out of its jar. */
    static ModelPack pictograms() {
        return new ModelPacks(Path.of("../models/target/packs")).open("pictograms", "");
    }

    /** A copy of an export whose tokenizer folder is another. */
    static ModelPack withTokenizer(Path folder, String... files) throws IOException {
        var source = FIXTURES.resolve("packs/sd15");
        for (var part : new String[] {"model_index.json", "scheduler/scheduler_config.json"}) {
            Files.createDirectories(folder.resolve(part).getParent());
            Files.copy(source.resolve(part), folder.resolve(part));
        }
        Files.createDirectories(folder.resolve("tokenizer"));
        for (var file : files) {
            Files.copy(
                    FIXTURES.resolve("clip").resolve(file),
                    folder.resolve("tokenizer").resolve(file));
        }
        return ModelPack.draft(folder, "clip");
    }
}
