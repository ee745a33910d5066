package io.calotype.inference.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.graph.ControlInputNames;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The shapes [C, h, w] of what a UNet adds results of control models to, by the names of its inputs for them.
 *
 * <p>Source: diffusers' {@code UNet2DConditionModel}: a skip connection behind the first convolution, each layer of a block down, and
 * each convolution that makes the picture smaller.
 */
public final class UNetShapes {

    private UNetShapes() {}

    /**
     * Reads the shapes.
     *
     * @param config the UNet's configuration
     * @param latents [C, h, w]
     */
    public static Map<String, Shape> of(JsonNode config, Shape latents) {
        var channels = config.path("block_out_channels");
        var types = config.path("down_block_types");
        var all = new LinkedHashMap<String, Shape>();
        long height = latents.dim(1);
        long width = latents.dim(2);
        int skip = 0;
        all.put(ControlInputNames.skip(skip++), Shape.of(channels.path(0).asLong(), height, width));
        for (int block = 0; block < channels.size(); block++) {
            long own = channels.path(block).asLong();
            for (int layer = 0; layer < layers(config, block); layer++) {
                all.put(ControlInputNames.skip(skip++), Shape.of(own, height, width));
            }
            boolean attends = types.path(block).asText().startsWith("CrossAttn");
            var beforeSmaller = Shape.of(own, height, width);
            if (block < channels.size() - 1) {
                height = (height + 1) / 2;
                width = (width + 1) / 2;
                all.put(ControlInputNames.skip(skip++), Shape.of(own, height, width));
            }
            all.put(ControlInputNames.block(block), attends ? beforeSmaller : Shape.of(own, height, width));
        }
        all.put(
                ControlInputNames.MIDDLE,
                Shape.of(channels.path(channels.size() - 1).asLong(), height, width));
        return all;
    }

    private static int layers(JsonNode config, int block) {
        var layers = config.path("layers_per_block");
        return layers.isArray() ? layers.path(block).asInt() : layers.asInt(2);
    }
}
