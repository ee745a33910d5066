package io.calotype.inference.lora;

import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The names of a UNet's layers in Stability's own code, which LoRA files for Stable Diffusion XL use: {@code
 * input_blocks.4.1.proj_in} is {@code down_blocks.1.attentions.0.proj_in} in diffusers.
 */
final class StabilityNames {

    private static final Pattern LAYER =
            Pattern.compile("(down_blocks|up_blocks)\\.(\\d{1,4})\\.(resnets|attentions)\\.(\\d{1,4})\\.(.+)");
    private static final Pattern MIDDLE = Pattern.compile("mid_block\\.(resnets|attentions)\\.(\\d{1,4})\\.(.+)");
    private static final Pattern RESIZE =
            Pattern.compile("(down_blocks|up_blocks)\\.(\\d{1,4})\\.(?:down|up)samplers\\.0\\.conv");
    private static final String DOWN = "down_blocks";
    private static final String RESNETS = "resnets";

    private static final Map<String, String> RESNET = Map.of(
            "conv1", "in_layers.2",
            "conv2", "out_layers.3",
            "time_emb_proj", "emb_layers.1",
            "conv_shortcut", "skip_connection");

    private static final Map<String, String> OUTSIDE = Map.of(
            "conv_in", "input_blocks.0.0",
            "conv_out", "out.2",
            "time_embedding.linear_1", "time_embed.0",
            "time_embedding.linear_2", "time_embed.2",
            "add_embedding.linear_1", "label_emb.0.0",
            "add_embedding.linear_2", "label_emb.0.2");

    private StabilityNames() {}

    /**
     * Returns the other name of a layer; empty if it has none.
     *
     * @param path in diffusers
     * @param layersPerBlock of the UNet's configuration
     */
    static Optional<String> of(String path, int layersPerBlock) {
        if (OUTSIDE.containsKey(path)) {
            return Optional.of(OUTSIDE.get(path));
        }
        int perBlock =
                layersPerBlock + 1; // a block down has a last one that makes smaller; a block up has one layer more
        return LAYER.matcher(path)
                .results()
                .findFirst()
                .map(found -> layer(found, perBlock))
                .or(() -> MIDDLE.matcher(path).results().findFirst().map(StabilityNames::middle))
                .or(() -> RESIZE.matcher(path).results().findFirst().map(found -> resize(found, perBlock)));
    }

    private static String layer(MatchResult found, int perBlock) {
        int count = number(found, 2) * perBlock + number(found, 4);
        boolean resnet = found.group(3).equals(RESNETS);
        var block = found.group(1).equals(DOWN) ? "input_blocks." + (1 + count) : "output_blocks." + count;
        return block + (resnet ? ".0." : ".1.") + inner(found.group(5));
    }

    private static String middle(MatchResult found) {
        int place = found.group(1).equals(RESNETS) ? 2 * number(found, 2) : 1;
        return "middle_block." + place + "." + inner(found.group(3));
    }

    private static String resize(MatchResult found, int perBlock) {
        int end = (number(found, 2) + 1) * perBlock;
        return found.group(1).equals(DOWN)
                ? "input_blocks." + end + ".0.op"
                : "output_blocks." + (end - 1) + ".2.conv"; // behind an attention, as all of XL's that make larger
    }

    private static String inner(String name) {
        return RESNET.getOrDefault(name, name);
    }

    private static int number(MatchResult found, int group) {
        return Integer.parseInt(found.group(group));
    }
}
