package io.calotype.diffusion.pack;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.diffusion.denoise.Denoising;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What diffusers computes with a family's fixture pack; {@code models/fixtures/packs} makes the files again. */
record FamilyGolden(String family, Safetensors file) {
    private static final Path FOLDER = Path.of("../models/fixtures/packs/goldens");
    private static final String NUMBERS = ".safetensors";
    private static final String LATENTS = "/latents";
    private static final int TEXT_PARTS = 5; // those that begin from a picture have more
    private static final List<String> EMBEDDINGS =
            List.of("prompt_embeds", "negative_prompt_embeds", "pooled_prompt_embeds", "negative_pooled_prompt_embeds");

    /** One picture: scheduler / seed / steps / guidance. */
    record Cell(String scheduler, String seed, int steps, String guidance) {
        String name() {
            return String.join("/", scheduler, seed, Integer.toString(steps), guidance);
        }
    }

    static List<String> families() {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(NUMBERS))
                    .map(file -> file.replace(NUMBERS, ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FamilyGolden read(String family) {
        try {
            var bytes = Files.readAllBytes(FOLDER.resolve(family + NUMBERS));
            return new FamilyGolden(family, SafetensorsReader.read(ByteBuffer.wrap(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stream<Cell> cells() {
        return file.tensors().keySet().stream()
                .filter(name -> name.endsWith(LATENTS))
                .map(name -> name.split("/", -1))
                .filter(parts -> parts.length == TEXT_PARTS)
                .map(parts -> new Cell(parts[0], parts[1], Integer.parseInt(parts[2]), parts[3]));
    }

    float[] latents(Cell cell) {
        return file.require(cell.name() + LATENTS).toFloatArray();
    }

    /** Returns the latents after every call of the model, one behind the other; empty where they are not kept. */
    float[] trajectory(Cell cell) {
        var kept = file.tensors().get(cell.name() + "/trajectory");
        return kept == null ? new float[0] : kept.toFloatArray();
    }

    /** Begins the picture's way with what diffusers' encoder has made of the prompt. */
    Denoising begin(DenoisingPack pack, Cell cell) {
        Map<String, Tensor> tensors = new HashMap<>(file.tensors());
        tensors.keySet().retainAll(EMBEDDINGS);
        var spec = new GenerationSpec(
                "a cat on a red mat",
                "",
                new ImageSize(64, 64),
                cell.steps(),
                Double.parseDouble(cell.guidance()),
                0,
                cell.scheduler(),
                Seed.parse(cell.seed()),
                OutputFormat.PNG,
                family,
                5,
                null);
        var id = new ImageId("parity", 0);
        var digest = pack.pack().digest();
        var task = new ImageTask(id, Origin.of("parity", "/test"), spec, digest, Instant.EPOCH, StageTimings.none());
        return new EmbeddingCheck(pack).begin(new ImageTensors(task, tensors));
    }
}
