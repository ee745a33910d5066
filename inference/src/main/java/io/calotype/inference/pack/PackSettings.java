package io.calotype.inference.pack;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings in a pack's {@code pack.json}, other than its defaults.
 *
 * @param version the pack's own version
 * @param vaeScaleFactor pixels per side of one latent, 1 to 64
 * @param sizeMultiple what width and height must be a multiple of, in pixels
 * @param maxSequenceLength tokens per prompt that the text encoder takes
 * @param preview the colours of the latents, {@link PreviewFactors#NONE} if the pack has none
 * @param styles style words the pack knows
 * @param examples prompts the pack draws well
 */
public record PackSettings(
        String version,
        int vaeScaleFactor,
        int sizeMultiple,
        int maxSequenceLength,
        PreviewFactors preview,
        List<String> styles,
        List<String> examples) {

    /** Checks ranges; the lists are copied. */
    public PackSettings {
        checkRange("vae_scale_factor", vaeScaleFactor, 64);
        checkRange("size_multiple", sizeMultiple, 2048);
        checkRange("max_sequence_length", maxSequenceLength, 4096);
        styles = List.copyOf(styles);
        examples = List.copyOf(examples);
    }

    static PackSettings of(Path file, JsonNode json) {
        var scale = json.path("vae_scale_factor").asInt();
        try {
            return new PackSettings(
                    json.path("version").asText("0"),
                    scale,
                    json.path("size_multiple").asInt(scale),
                    json.path("max_sequence_length").asInt(),
                    preview(json),
                    texts(json.path("styles")),
                    texts(json.path("examples")));
        } catch (IllegalArgumentException e) {
            throw new PackException(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static void checkRange(String field, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(field + " is " + value + ", not 1 to " + max);
        }
    }

    private static PreviewFactors preview(JsonNode json) {
        var bias = json.path("latent_rgb_factors_bias");
        return new PreviewFactors(
                rows(json.path("latent_rgb_factors")),
                bias.isMissingNode() ? PreviewFactors.NONE.bias() : numbers(bias));
    }

    private static List<List<Double>> rows(JsonNode node) {
        var rows = new ArrayList<List<Double>>();
        node.forEach(row -> rows.add(numbers(row)));
        return rows;
    }

    private static List<Double> numbers(JsonNode node) {
        var numbers = new ArrayList<Double>();
        node.forEach(number -> numbers.add(number.asDouble(Double.NaN)));
        return numbers;
    }

    private static List<String> texts(JsonNode node) {
        var texts = new ArrayList<String>();
        node.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
