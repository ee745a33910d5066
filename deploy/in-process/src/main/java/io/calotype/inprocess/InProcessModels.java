package io.calotype.inprocess;

import io.calotype.diffusion.denoise.Denoiser;
import io.calotype.inference.image.ImageEncoder;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import java.util.Optional;

/**
 * All that the stages load of a pack.
 *
 * @param imageEncoder of the decoder-service, which tells with each picture what it shows
 */
record InProcessModels(
        ModelPack pack, InProcessPipeline pipeline, Denoiser denoiser, Optional<ImageEncoder> imageEncoder)
        implements AutoCloseable {

    /**
     * Verifies and loads a pack's models.
     *
     * @param denoising how its denoiser is executed
     * @param others how its other models are
     * @param slotBytes the most that a call's tensors take
     */
    static InProcessModels open(ModelPack pack, SessionSettings denoising, SessionSettings others, long slotBytes) {
        var pipeline = InProcessPipeline.open(pack, denoising, others);
        return new InProcessModels(pack, pipeline, pipeline.denoiser(slotBytes), ImageEncoder.open(pack, others));
    }

    @Override
    public void close() {
        imageEncoder.ifPresent(ImageEncoder::close);
        denoiser.close();
        pipeline.close();
    }
}
