package io.calotype.inference.pack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.spec.Limits;
import io.calotype.inference.family.Configs;
import io.calotype.inference.family.Family;

/**
 * The {@code pack.json} of an export that comes without one, from its configs; what the older export script leaves out is as in
 * Stable Diffusion 1.5.
 */
record DerivedSettings(Family family, Configs configs) {

    ObjectNode json(String name) {
        var sizes = family.denoiser().sizes();
        int scale = configs.vaeScaleFactor();
        int multiple = scale * sizes.multiple(configs.denoiser());
        var habit = family.habits().of(configs);
        var json = JsonNodeFactory.instance.objectNode();
        json.put("name", name).put("version", "1");
        json.putObject("defaults")
                .put("width", side(scale * sizes.width(configs), multiple))
                .put("height", side(scale * sizes.height(configs), multiple))
                .put("steps", habit.steps())
                .put("guidance_scale", habit.guidance())
                .put("negative_prompt", "")
                .put("output_format", "png");
        return json.put("vae_scale_factor", scale)
                .put("size_multiple", multiple)
                .put("max_sequence_length", family.text().maxLength().applyAsInt(configs));
    }

    /** A size that the model was trained at, as near as the limits allow. */
    private static int side(int trained, int multiple) {
        int pixels = Math.max(Limits.MIN_SIDE, Math.min(Limits.MAX_SIDE, trained));
        return (pixels + multiple - 1) / multiple * multiple;
    }
}
