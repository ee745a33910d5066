package io.calotype.inference.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.spec.Limits;

/**
 * The {@code pack.json} of an export that comes without one, from its configs; what the older export script leaves out is as in
 * Stable Diffusion 1.5.
 */
record DerivedSettings(Family family, JsonNode unet, JsonNode vae, JsonNode scheduler) {

    private static final int LATENT_SIDE = 64;
    private static final int LEVELS = 4;

    /** The defaults of prompts. */
    private record Habit(int steps, double guidance) {}

    ObjectNode json(String name, int maxSequenceLength) {
        int scale = 1 << (levels(vae) - 1);
        int multiple = scale << (levels(unet) - 1);
        var habit = habit();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("name", name).put("version", "1");
        json.putObject("defaults")
                .put("width", side(1, scale, multiple))
                .put("height", side(0, scale, multiple))
                .put("steps", habit.steps())
                .put("guidance_scale", habit.guidance())
                .put("negative_prompt", "")
                .put("output_format", "png");
        return json.put("vae_scale_factor", scale)
                .put("size_multiple", multiple)
                .put("max_sequence_length", maxSequenceLength);
    }

    /** The size that the model was trained at, as near as the limits allow. */
    private int side(int dimension, int scale, int multiple) {
        var size = unet.path("sample_size");
        int latents = size.isArray() ? size.path(dimension).asInt(LATENT_SIDE) : size.asInt(LATENT_SIDE);
        int pixels = Math.max(Limits.MIN_SIDE, Math.min(Limits.MAX_SIDE, latents * scale));
        return (pixels + multiple - 1) / multiple * multiple;
    }

    private Habit habit() {
        if (family == Family.LATENT_CONSISTENCY) {
            return new Habit(4, 8.5);
        }
        if (isTurbo()) {
            return new Habit(4, 0);
        }
        return new Habit(30, family == Family.STABLE_DIFFUSION_XL ? 5 : 7.5);
    }

    /** Models distilled to a few steps without guidance come with Euler over the last timesteps. */
    private boolean isTurbo() {
        return scheduler.path("_class_name").asText().startsWith("Euler")
                && scheduler.path("timestep_spacing").asText().equals("trailing");
    }

    private static int levels(JsonNode config) {
        int stated = config.path("block_out_channels").size();
        return stated < 1 || stated > 8 ? LEVELS : stated;
    }
}
