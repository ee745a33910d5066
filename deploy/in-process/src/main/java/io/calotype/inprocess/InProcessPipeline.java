package io.calotype.inprocess;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.spec.Adapters;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.LoraUse;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.decoder.vae.VaeDecoder;
import io.calotype.diffusion.denoise.Denoiser;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.diffusion.pack.EmbeddingCheck;
import io.calotype.encoder.text.TextEncoder;
import io.calotype.encoder.weighting.WeightedText;
import io.calotype.inference.lora.LoraShelf;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.pictures.file.Picture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Text encoder, denoiser and VAE decoder of a pack, with the services' own classes. */
public final class InProcessPipeline implements AutoCloseable {

    private static final int WHOLE_PIXELS = 1 << 20; // as the decoder-service, if it is not told otherwise

    private final ModelPack pack;
    private final TextEncoder encoder;
    private final DenoisingPack denoising;
    private final EmbeddingCheck check;
    private final VaeDecoder decoder;
    private final LoraShelf shelf;

    private InProcessPipeline(ModelPack pack, TextEncoder encoder, DenoisingPack denoising, VaeDecoder decoder) {
        this.pack = pack;
        this.encoder = encoder;
        this.denoising = denoising;
        this.decoder = decoder;
        check = new EmbeddingCheck(denoising);
        shelf = LoraShelf.of(pack);
    }

    /**
     * Verifies and loads a pack's models.
     *
     * @param denoiser how its denoiser is executed
     * @param others how its text encoders and its VAE decoder are
     */
    public static InProcessPipeline open(ModelPack pack, SessionSettings denoiser, SessionSettings others) {
        return new InProcessPipeline(
                pack,
                TextEncoder.open(pack, others),
                DenoisingPack.load(pack, denoiser),
                VaeDecoder.open(pack, others, WHOLE_PIXELS));
    }

    /** Takes over parts of a pack that are loaded already. */
    static InProcessPipeline of(ModelPack pack, TextEncoder encoder, DenoisingPack denoising, VaeDecoder decoder) {
        return new InProcessPipeline(pack, encoder, denoising, decoder);
    }

    /**
     * Returns one image of a prompt with nothing left open.
     *
     * @throws io.calotype.contracts.problem.Refusal if the pack cannot draw it, or has no such LoRA
     */
    public GenerationSpec resolve(PromptParameters prompt, ImageId image) {
        return prompt.resolve(pack.defaults(), image).withAdapters(new Adapters(shelf.find(prompt.loras()), List.of()));
    }

    /**
     * Returns what the encoder-service would send for a prompt: token states, mask and pooled vector, and the same of the negative
     * prompt.
     */
    public Map<String, Tensor> condition(String prompt, String negativePrompt) {
        return condition(prompt, negativePrompt, List.of());
    }

    /** The same with LoRAs of the pack, which its shelf has. */
    public Map<String, Tensor> condition(String prompt, String negativePrompt, List<LoraUse> loras) {
        var tensors = new HashMap<String, Tensor>();
        boolean zeros = negativePrompt.isEmpty() && pack.family().text().zerosForEmpty();
        embed(tensors, "", WeightedText.plain(prompt).withLoras(loras), false);
        embed(tensors, "negative_", WeightedText.plain(negativePrompt).withLoras(loras), zeros);
        return tensors;
    }

    private void embed(Map<String, Tensor> into, String prefix, WeightedText text, boolean zeros) {
        var embedding = encoder.encode(text);
        into.put(
                prefix + "prompt_embeds",
                zeros ? Tensor.zeros(embedding.states().shape()) : embedding.states());
        into.put(prefix + "prompt_attention_mask", embedding.mask());
        into.put(
                prefix + ImageTensors.POOLED_PROMPT_EMBEDS,
                zeros ? Tensor.zeros(embedding.pooled().shape()) : embedding.pooled());
    }

    /** Starts an image from its noise or picture. */
    public Denoising begin(ImageTask task, Map<String, Tensor> condition) {
        return check.begin(new ImageTensors(task, condition));
    }

    /** Returns what takes images further, for one thread; close it before the pipeline. */
    public Denoiser denoiser(long slotBytes) {
        return denoising.denoiser(slotBytes);
    }

    /** Decodes an image's latents to a picture of that size. */
    public Picture decode(float[] latents, ImageSize size) {
        int scale = pack.settings().vaeScaleFactor();
        var shape = Shape.of(decoder.channels(), size.height() / scale, size.width() / scale);
        return decoder.decode(Tensor.ofFloats(shape, latents), size);
    }

    /** Frees the models. */
    @Override
    public void close() {
        decoder.close();
        denoising.close();
        encoder.close();
    }
}
