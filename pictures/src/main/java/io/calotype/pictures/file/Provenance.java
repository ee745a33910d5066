package io.calotype.pictures.file;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Sampling;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A picture's parameters in two forms: a text for image-generation tools and JSON for programs.
 *
 * <p>Holds nothing that differs from run to run (ids, times, machines), so that the same request gives the same file.
 *
 * @param spec the request, resolved
 * @param pack what drew it
 * @param version of Calotype
 * @param upscaler what enlarged it; null for a picture as it was drawn
 */
public record Provenance(
        GenerationSpec spec,
        Pack pack,
        String version,
        @Nullable Upscaler upscaler) {

    /**
     * A version of a model pack.
     *
     * @param digest sha256 of the pack's manifest, in hex
     */
    public record Pack(String digest, String version) {}

    /**
     * A version of an upscaler.
     *
     * @param digest sha256 of its pack's manifest, in hex
     */
    public record Upscaler(String name, String digest) {}

    private static final int SHORT_HASH = 10;
    private static final int SHORT_CONTROL_HASH = 8;

    /** The provenance of a picture as it was drawn. */
    public Provenance(GenerationSpec spec, Pack pack, String version) {
        this(spec, pack, version, null);
    }

    /** Returns the program and its version. */
    String software() {
        return "Calotype " + version;
    }

    /** Returns the parameters in the form that stable-diffusion-webui made common: prompts, then one line of settings. */
    String parameters() {
        var text = new StringBuilder(spec.prompt());
        for (var lora : spec.loras()) {
            text.append(" <lora:")
                    .append(lora.name())
                    .append(':')
                    .append(plain(lora.scale()).toPlainString())
                    .append('>');
        }
        if (!spec.negativePrompt().isEmpty()) {
            text.append("\nNegative prompt: ").append(spec.negativePrompt());
        }
        return text.append("\nSteps: ")
                .append(spec.sampling().steps())
                .append(", Sampler: ")
                .append(spec.sampling().scheduler())
                .append(", CFG scale: ")
                .append(plain(spec.sampling().guidanceScale()).toPlainString())
                .append(rescale())
                .append(strength())
                .append(", Seed: ")
                .append(spec.sampling().seed())
                .append(", Size: ")
                .append(spec.size())
                .append(", Model hash: ")
                .append(pack.digest(), 0, Math.min(SHORT_HASH, pack.digest().length()))
                .append(", Model: ")
                .append(spec.model())
                .append(loraHashes())
                .append(controls())
                .append(enlarged())
                .append(", Version: ")
                .append(software())
                .toString();
    }

    /** Returns the same as one JSON object, in the field names of the prompt event. */
    String json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("prompt", spec.prompt());
        json.put("negative_prompt", spec.negativePrompt());
        if (spec.promptWeights() != PromptWeights.OFF) {
            json.put(PromptWeights.FIELD, spec.promptWeights().jsonName());
        }
        json.put("width", spec.size().width());
        json.put("height", spec.size().height());
        json.put("steps", spec.sampling().steps());
        json.put("guidance_scale", plain(spec.sampling().guidanceScale()));
        json.put("guidance_rescale", plain(spec.sampling().guidanceRescale()));
        if (spec.sampling().trueCfgScale() != Sampling.NO_TRUE_CFG) {
            json.put("true_cfg_scale", plain(spec.sampling().trueCfgScale()));
        }
        json.put("scheduler", spec.sampling().scheduler());
        if (spec.sampling().strength() != null) {
            json.put("strength", plain(spec.sampling().strength()));
        }
        for (var lora : spec.loras()) {
            json.withArray("loras")
                    .addObject()
                    .put("name", lora.name())
                    .put("scale", plain(lora.scale()))
                    .put("sha256", lora.sha256())
                    .put("autov3", lora.autoV3());
        }
        for (var control : spec.controls()) {
            json.withArray("controls")
                    .addObject()
                    .put("model", control.model())
                    .put("scale", plain(control.scale()))
                    .put("start", plain(control.start()))
                    .put("end", plain(control.end()))
                    .put("sha256", control.sha256());
        }
        var parent = spec.sampling().parent();
        if (parent != null && parent.isChangedBy(spec)) {
            json.put(ParentStep.IMAGE, parent.image().toString()).put(ParentStep.STEP, parent.step());
        }
        json.put("seed", spec.sampling().seed().value());
        if (upscaler != null) {
            json.put("upscale", spec.upscale());
            json.putObject("upscaler").put("name", upscaler.name()).put("pack_digest", upscaler.digest());
        }
        json.put("output_format", spec.outputFormat().jsonName());
        json.put("model", spec.model());
        json.put("pack_digest", pack.digest());
        json.putObject("versions").put("calotype", version).put("pack", pack.version());
        return json.toString();
    }

    private String loraHashes() {
        return spec.loras().isEmpty()
                ? ""
                : spec.loras().stream()
                        .map(lora -> lora.name() + ": " + lora.autoV3())
                        .collect(Collectors.joining(", ", ", Lora hashes: \"", "\""));
    }

    /** As stable-diffusion-webui's extension for ControlNet writes them. */
    private String controls() {
        var text = new StringBuilder();
        for (int i = 0; i < spec.controls().size(); i++) {
            var control = spec.controls().get(i);
            text.append(", ControlNet ")
                    .append(i)
                    .append(": \"Module: none, Model: ")
                    .append(control.model())
                    .append(" [")
                    .append(control.sha256(), 0, SHORT_CONTROL_HASH)
                    .append("], Weight: ")
                    .append(plain(control.scale()).toPlainString())
                    .append(", Guidance Start: ")
                    .append(plain(control.start()).toPlainString())
                    .append(", Guidance End: ")
                    .append(plain(control.end()).toPlainString())
                    .append('"');
        }
        return text.toString();
    }

    private String rescale() {
        return spec.sampling().guidanceRescale() == 0
                ? ""
                : ", CFG rescale: " + plain(spec.sampling().guidanceRescale()).toPlainString();
    }

    private String enlarged() {
        return upscaler == null
                ? ""
                : ", Postprocess upscale by: " + spec.upscale() + ", Postprocess upscaler: " + upscaler.name();
    }

    private String strength() {
        return spec.sampling().strength() == null
                ? ""
                : ", Denoising strength: " + plain(spec.sampling().strength()).toPlainString();
    }

    private static BigDecimal plain(double value) {
        var plain = BigDecimal.valueOf(value).stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }
}
