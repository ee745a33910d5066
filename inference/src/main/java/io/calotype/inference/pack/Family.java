package io.calotype.inference.pack;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The kinds of pipeline that run here, by the class that {@code model_index.json} names. */
public enum Family {
    /** Stable Diffusion 1.x and 2.x, SD-Turbo: one text encoder. */
    STABLE_DIFFUSION(
            "Stable Diffusion",
            "StableDiffusionPipeline",
            "StableDiffusionImg2ImgPipeline",
            "OnnxStableDiffusionPipeline",
            "ORTStableDiffusionPipeline"),
    /** Latent consistency models: guidance is an input of the model, not a second row. */
    LATENT_CONSISTENCY("Latent Consistency", "LatentConsistencyModelPipeline", "ORTLatentConsistencyModelPipeline"),
    /** Stable Diffusion XL and SDXL-Turbo: two text encoders, a pooled embedding and picture sizes. */
    STABLE_DIFFUSION_XL(
            "Stable Diffusion XL",
            "StableDiffusionXLPipeline",
            "StableDiffusionXLImg2ImgPipeline",
            "ORTStableDiffusionXLPipeline"),
    /** Packs trained by this project's recipe: a sentence encoder with a mask. */
    CALOTYPE("Calotype", "CalotypePipeline");

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // of List.of
    private final List<String> classNames;

    Family(String title, String... classNames) {
        this.title = title;
        this.classNames = List.of(classNames);
    }

    /** The name for people. */
    public String title() {
        return title;
    }

    /** Finds the family of a {@code model_index.json}; {@link PackException} lists those there are. */
    static Family of(Path file, JsonNode index) {
        var name = index.path("_class_name").asText();
        return Arrays.stream(values())
                .filter(family -> family.classNames.contains(name))
                .findFirst()
                .orElseThrow(() -> new PackException(file, "_class_name '" + name + "' is none of " + all()));
    }

    private static String all() {
        return Arrays.stream(values())
                .flatMap(family -> family.classNames.stream())
                .collect(Collectors.joining(", "));
    }
}
