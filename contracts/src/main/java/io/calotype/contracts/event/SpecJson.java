package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.spec.Adapters;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Sampling;
import io.calotype.contracts.spec.Seed;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of what decides how an image looks; a prompt, a task and a completed event have the same fields.
 *
 * <p>Ranges are checked here while a number is as it was written: neither an int nor a double can hold them all.
 */
final class SpecJson {
    private static final String GUIDANCE_RESCALE = "guidance_rescale";
    private static final String TRUE_CFG_SCALE = "true_cfg_scale";
    static final String STRENGTH = "strength";
    static final String UPSCALE = "upscale";
    static final String PARENT_LOOK = "parent_look";
    static final String KEEP_STEPS = "keep_steps";

    private SpecJson() {}

    /** Writes what a completed event may contain: neither texts nor output format nor priority. */
    static void writePublic(ObjectNode json, GenerationSpec spec) {
        var sampling = spec.sampling();
        if (spec.promptWeights() != PromptWeights.OFF) {
            json.put(PromptWeights.FIELD, spec.promptWeights().jsonName());
        }
        json.put("width", spec.size().width())
                .put("height", spec.size().height())
                .put("seed", sampling.seed().value())
                .put("steps", sampling.steps())
                .put("guidance_scale", sampling.guidanceScale());
        if (sampling.guidanceRescale() > 0) {
            json.put(GUIDANCE_RESCALE, sampling.guidanceRescale());
        }
        if (sampling.trueCfgScale() != Sampling.NO_TRUE_CFG) {
            json.put(TRUE_CFG_SCALE, sampling.trueCfgScale());
        }
        json.put("scheduler", sampling.scheduler());
        if (sampling.strength() != null) {
            json.put(STRENGTH, sampling.strength());
        }
        HiresJson.write(json, spec.hires());
        if (spec.isUpscaled()) {
            json.put(UPSCALE, spec.upscale());
        }
        LoraJson.writeUses(json, spec.loras());
        ControlJson.writeUses(json, spec.controls());
        writeBranch(json, sampling.parent(), sampling.keepSteps());
    }

    static void writeBranch(ObjectNode json, @Nullable ParentStep parent, @Nullable Integer keepSteps) {
        if (parent != null) {
            json.put(ParentStep.IMAGE, parent.image().toString()).put(ParentStep.STEP, parent.step());
        }
        if (keepSteps != null) {
            json.put(KEEP_STEPS, keepSteps);
        }
    }

    static GenerationSpec read(JsonFields fields) {
        return new GenerationSpec(
                fields.requireText("prompt"),
                fields.requireText("negative_prompt"),
                Objects.requireNonNullElse(promptWeights(fields), PromptWeights.OFF),
                readSize(fields),
                readSampling(fields),
                JsonFields.require("output_format", outputFormat(fields)),
                fields.requireText("model"),
                JsonFields.require("priority", priority(fields)),
                readUpscale(fields),
                HiresJson.read(fields),
                new Adapters(LoraJson.readUses(fields), ControlJson.readUses(fields)));
    }

    static ImageSize readSize(JsonFields fields) {
        return new ImageSize(JsonFields.require("width", width(fields)), JsonFields.require("height", height(fields)));
    }

    static Sampling readSampling(JsonFields fields) {
        return new Sampling(
                JsonFields.require("steps", steps(fields)),
                JsonFields.require("guidance_scale", guidanceScale(fields)),
                Objects.requireNonNullElse(guidanceRescale(fields), 0.0),
                Objects.requireNonNullElse(trueCfgScale(fields), Sampling.NO_TRUE_CFG),
                Objects.requireNonNullElse(fields.text("scheduler"), ""),
                JsonFields.require("seed", seed(fields)),
                strength(fields),
                parentWithLook(fields),
                keepSteps(fields));
    }

    static int readUpscale(JsonFields fields) {
        return Objects.requireNonNullElse(upscale(fields), GenerationSpec.NO_UPSCALE);
    }

    static OutputRequest readOutput(JsonFields fields) {
        return new OutputRequest(
                width(fields),
                height(fields),
                Objects.requireNonNullElse(fields.integer("n", Limits.MIN_N, Limits.MAX_N), 1),
                outputFormat(fields),
                upscale(fields),
                HiresJson.read(fields));
    }

    static SamplingRequest readSamplingRequest(JsonFields fields) {
        return new SamplingRequest(
                steps(fields),
                guidanceScale(fields),
                guidanceRescale(fields),
                trueCfgScale(fields),
                fields.text("scheduler"),
                seed(fields),
                parent(fields),
                keepSteps(fields));
    }

    private static @Nullable ParentStep parent(JsonFields fields) {
        return ParentStep.of(fields.text(ParentStep.IMAGE), fields.integer(ParentStep.STEP, 1, Limits.MAX_MODEL_CALLS));
    }

    private static @Nullable ParentStep parentWithLook(JsonFields fields) {
        var parent = parent(fields);
        var look = fields.text(PARENT_LOOK);
        return parent == null || look == null ? parent : new ParentStep(parent.image(), parent.step(), look);
    }

    private static @Nullable Integer keepSteps(JsonFields fields) {
        return fields.integer(KEEP_STEPS, Limits.MIN_KEEP_STEPS, Limits.MAX_MODEL_CALLS);
    }

    private static @Nullable Integer width(JsonFields fields) {
        return fields.integer("width", Limits.MIN_SIDE, Limits.MAX_SIDE);
    }

    private static @Nullable Integer height(JsonFields fields) {
        return fields.integer("height", Limits.MIN_SIDE, Limits.MAX_SIDE);
    }

    private static @Nullable Integer upscale(JsonFields fields) {
        return fields.integer(UPSCALE, Limits.MIN_UPSCALE, Limits.MAX_UPSCALE);
    }

    private static @Nullable Integer steps(JsonFields fields) {
        return fields.integer("steps", Limits.MIN_STEPS, Limits.MAX_STEPS);
    }

    private static @Nullable Double guidanceScale(JsonFields fields) {
        return fields.decimal("guidance_scale", Limits.MIN_GUIDANCE, Limits.MAX_GUIDANCE);
    }

    private static @Nullable Double guidanceRescale(JsonFields fields) {
        return fields.decimal(GUIDANCE_RESCALE, Limits.MIN_GUIDANCE_RESCALE, Limits.MAX_GUIDANCE_RESCALE);
    }

    private static @Nullable Double trueCfgScale(JsonFields fields) {
        return fields.decimal(TRUE_CFG_SCALE, Limits.MIN_GUIDANCE, Limits.MAX_GUIDANCE);
    }

    private static @Nullable Seed seed(JsonFields fields) {
        var number = fields.natural("seed", Seed.MAX);
        return number == null ? null : Seed.of(number);
    }

    private static @Nullable OutputFormat outputFormat(JsonFields fields) {
        var name = fields.text("output_format");
        return name == null ? null : OutputFormat.parse(name);
    }

    static @Nullable PromptWeights promptWeights(JsonFields fields) {
        var name = fields.text(PromptWeights.FIELD);
        return name == null ? null : PromptWeights.parse(name);
    }

    static @Nullable Integer priority(JsonFields fields) {
        return fields.integer("priority", Limits.MIN_PRIORITY, Limits.MAX_PRIORITY);
    }

    static @Nullable Double strength(JsonFields fields) {
        return fields.decimal(STRENGTH, Limits.MIN_STRENGTH, Limits.MAX_STRENGTH);
    }
}
