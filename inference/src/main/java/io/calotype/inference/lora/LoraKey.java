package io.calotype.inference.lora;

import io.calotype.inference.pack.PackException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the name of a tensor in a LoRA file says, in the dialects of kohya and of diffusers and PEFT.
 *
 * @param layer the layer's name in the file, with its prefix
 */
record LoraKey(String layer, Part part) {

    /** What a tensor is for its layer. */
    enum Part {
        DOWN,
        UP,
        ALPHA
    }

    private static final Map<String, Part> ENDS = Map.ofEntries(
            Map.entry(".lora_down.weight", Part.DOWN),
            Map.entry(".lora_up.weight", Part.UP),
            Map.entry(".lora_A.weight", Part.DOWN),
            Map.entry(".lora_B.weight", Part.UP),
            Map.entry(".lora_A.default.weight", Part.DOWN),
            Map.entry(".lora_B.default.weight", Part.UP),
            Map.entry(".lora.down.weight", Part.DOWN),
            Map.entry(".lora.up.weight", Part.UP),
            Map.entry(".lora_linear_layer.down.weight", Part.DOWN),
            Map.entry(".lora_linear_layer.up.weight", Part.UP),
            Map.entry("_lora.down.weight", Part.DOWN),
            Map.entry("_lora.up.weight", Part.UP),
            Map.entry(".alpha", Part.ALPHA));

    private record Other(String sign, String name) {}

    private static final List<Other> OTHERS = List.of(
            new Other(".dora_scale", "DoRA"),
            new Other("lora_magnitude_vector", "DoRA"),
            new Other(".hada_", "LoHa"),
            new Other(".lokr_", "LoKr"),
            new Other(".lora_mid", "LoCon with Tucker decomposition"),
            new Other(".oft_", "OFT"),
            new Other(".diff", "full differences of weights"),
            new Other("lora_B.bias", "a LoRA with biases"));

    /** Reads a tensor's name; {@link PackException} if it is of another kind of adapter, or of none. */
    static LoraKey of(Path file, String tensor) {
        for (var other : OTHERS) {
            if (tensor.contains(other.sign())) {
                throw new PackException(file, "is " + other.name() + " (" + tensor + "), which is not supported");
            }
        }
        return ENDS.entrySet().stream()
                .filter(end -> tensor.endsWith(end.getKey()))
                .findFirst()
                .map(end -> new LoraKey(
                        tensor.substring(0, tensor.length() - end.getKey().length()), end.getValue()))
                .orElseThrow(() -> new PackException(file, "has " + tensor + ", which is no part of a LoRA"));
    }

    /** A layer of a component, as a file names it: joined by dots, or by {@code _} as kohya does. */
    record Target(String component, String name, boolean underscores) {

        /** Reads a layer's name; empty if it says no component. */
        static Optional<Target> of(String layer, String denoiser) {
            var prefixes = Map.ofEntries(
                    Map.entry("lora_unet_", denoiser),
                    Map.entry("lora_transformer_", denoiser),
                    Map.entry("lora_te_", "text_encoder"),
                    Map.entry("lora_te1_", "text_encoder"),
                    Map.entry("lora_te2_", "text_encoder_2"),
                    Map.entry("lora_te3_", "text_encoder_3"),
                    Map.entry("unet.", "unet"),
                    Map.entry("transformer.", "transformer"),
                    Map.entry("diffusion_model.", denoiser),
                    Map.entry("text_encoder.", "text_encoder"),
                    Map.entry("text_encoder_2.", "text_encoder_2"),
                    Map.entry("text_encoder_3.", "text_encoder_3"));
            return prefixes.entrySet().stream()
                    .filter(prefix -> layer.startsWith(prefix.getKey()))
                    .findFirst()
                    .map(prefix -> new Target(
                            prefix.getValue(),
                            layer.substring(prefix.getKey().length()).replace(".processor.", "."),
                            prefix.getKey().endsWith("_")));
        }

        /** Whether a layer of a graph is meant. */
        boolean means(String path) {
            return underscores ? path.replace('.', '_').equals(name) : path.equals(name) || path.equals(name + ".0");
        }
    }
}
