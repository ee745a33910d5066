package io.calotype.pictures.file;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.Hires;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Sampling;
import java.math.BigDecimal;
import java.util.Objects;
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
                .append(AdapterText.of(spec))
                .append(hires())
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
        var hires = spec.hires();
        if (hires != null) {
            json.putObject(Hires.FIELD)
                    .put("scale", plain(hires.scale()))
                    .put("steps", hires.steps())
                    .put("strength", plain(Objects.requireNonNull(hires.strength())));
        }
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

    private String rescale() {
        return spec.sampling().guidanceRescale() == 0
                ? ""
                : ", CFG rescale: " + plain(spec.sampling().guidanceRescale()).toPlainString();
    }

    /** As stable-diffusion-webui writes it; it has one strength, since pictures that start from one have no second pass. */
    private String hires() {
        var hires = spec.hires();
        return hires == null
                ? ""
                : ", Denoising strength: %s, Hires upscale: %s, Hires steps: %d, Hires upscaler: Latent"
                        .formatted(
                                plain(Objects.requireNonNull(hires.strength())),
                                plain(hires.scale()),
                                spec.secondPass().steps());
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

    static BigDecimal plain(double value) {
        var plain = BigDecimal.valueOf(value).stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }
}
