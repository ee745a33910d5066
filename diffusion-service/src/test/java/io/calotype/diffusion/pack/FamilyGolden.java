package io.calotype.diffusion.pack;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.Samples;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Sampling;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What diffusers computes with a family's fixture pack; {@code models/fixtures/packs} makes the files again. */
record FamilyGolden(String family, Safetensors file) {
    private static final Path FOLDER = Path.of("../models/fixtures/packs/goldens");
    private static final String NUMBERS = ".safetensors";
    private static final String LATENTS = "/latents";
    private static final Set<String> PREFIXES = Set.of("img2img", "inpaint", "wide", "true_cfg");
    private static final List<String> EMBEDDINGS = List.of(
            "prompt_embeds",
            "negative_prompt_embeds",
            "pooled_prompt_embeds",
            "negative_pooled_prompt_embeds",
            "prompt_attention_mask",
            "negative_prompt_attention_mask");

    /**
     * One picture.
     *
     * @param name what its numbers are filed under: scheduler / seed / steps / guidance; before them the kind of pipeline if it
     *     begins from another picture, and behind them the strength; or {@code wide} or {@code true_cfg} before them
     */
    record Cell(String name) {

        String scheduler() {
            return part(0);
        }

        Seed seed() {
            return Seed.parse(part(1));
        }

        int steps() {
            return Integer.parseInt(part(2));
        }

        double guidance() {
            return Double.parseDouble(part(3));
        }

        @Nullable
        Double strength() {
            return fromPicture() ? Double.valueOf(part(4)) : null;
        }

        boolean fromPicture() {
            return name.startsWith("img2img/") || masked();
        }

        boolean masked() {
            return name.startsWith("inpaint/");
        }

        double trueCfg() {
            return name.startsWith("true_cfg/") ? Double.parseDouble(part(4)) : 1;
        }

        ImageSize size() {
            return new ImageSize(name.startsWith("wide/") ? 96 : 64, 64);
        }

        private String part(int number) {
            var parts = List.of(name.split("/", -1));
            return parts.get(PREFIXES.contains(parts.get(0)) ? number + 1 : number);
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
                .map(name -> new Cell(name.substring(0, name.length() - LATENTS.length())));
    }

    float[] latents(Cell cell) {
        return file.require(cell.name() + LATENTS).toFloatArray();
    }

    /** Returns the latents after every call of the model, one behind the other; empty where they are not kept. */
    float[] trajectory(Cell cell) {
        var kept = file.tensors().get(cell.name() + "/trajectory");
        return kept == null ? new float[0] : kept.toFloatArray();
    }

    /** Begins the picture's way with what diffusers' encoders have made of the prompt and of the picture. */
    Denoising begin(DenoisingPack pack, Cell cell) {
        Map<String, Tensor> tensors = new HashMap<>(file.tensors());
        tensors.keySet().retainAll(EMBEDDINGS);
        if (cell.fromPicture()) {
            put(tensors, ImageTensors.IMAGE_LATENTS_MEAN);
            put(tensors, ImageTensors.IMAGE_LATENTS_STD);
        }
        if (cell.masked()) {
            put(tensors, ImageTensors.MASK);
        }
        if (pack.inputs().isForInpainting()) {
            put(tensors, ImageTensors.MASKED_IMAGE_LATENTS_MEAN);
            put(tensors, ImageTensors.MASKED_IMAGE_LATENTS_STD);
        }
        var spec = new GenerationSpec(
                "a cat on a red mat",
                "",
                PromptWeights.OFF,
                cell.size(),
                new Sampling(
                        cell.steps(),
                        cell.guidance(),
                        0,
                        cell.trueCfg(),
                        cell.scheduler(),
                        cell.seed(),
                        cell.strength()),
                OutputFormat.PNG,
                family,
                5);
        var task = Samples.task(new ImageId("parity", 0), spec, pack.pack().digest());
        return new EmbeddingCheck(pack).begin(new ImageTensors(task, tensors));
    }

    private void put(Map<String, Tensor> tensors, String name) {
        tensors.put(name, file.require("picture/" + name));
    }
}
