package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.diffusion.config.DiffusionConfig;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.diffusion.pack.EmbeddingCheck;
import io.calotype.diffusion.pack.ZeroEmbedding;
import io.calotype.diffusion.preview.LatentColours;
import io.calotype.diffusion.preview.PreviewJpeg;
import io.calotype.inference.prepare.PreparedColours;
import io.calotype.stage.lifecycle.DryRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Reads an embedding, takes a step, and writes a preview and the latents. */
@ApplicationScoped
class DenoiseDryRun implements DryRun {

    private final DenoisingPack pack;
    private final EmbeddingCheck check;
    private final long slotBytes;

    DenoiseDryRun(DenoisingPack pack, EmbeddingCheck check, DiffusionConfig config) {
        this.pack = pack;
        this.check = check;
        this.slotBytes = config.slotMemory().asLongValue();
    }

    @Override
    public void run() {
        if (pack.inputs().isForInpainting()) {
            return; // starts from pictures alone
        }
        var task = DryRun.task(pack.pack().defaults(), pack.pack().digest());
        var embedded = ZeroEmbedding.of(pack, task).toSafetensors();
        var denoising = check.begin(ImageTensors.parse(ByteBuffer.wrap(embedded)));
        try (var denoiser = pack.denoiser(slotBytes)) {
            denoiser.step(List.of(denoising));
        }
        tell(task, denoising);
    }

    private void tell(ImageTask task, Denoising denoising) {
        var way = denoising.trajectory();
        var colours = LatentColours.of(PreparedColours.of(pack.pack()));
        if (colours.fit(way.shape())) {
            var rgb = colours.of(way.latents(), way.shape());
            int height = Math.toIntExact(way.shape().dim(1));
            int width = Math.toIntExact(way.shape().dim(2));
            new PreviewJpeg(Limits.MAX_PREVIEW_BYTES).encode(rgb, width, height);
        }
        Events.of(ImageProgress.of(task, Stage.DENOISE, way.step(), way.steps()));
        var latents = Tensor.ofFloats(way.shape(), way.latents());
        new ImageTensors(task, Map.of(ImageTensors.LATENTS, latents)).toSafetensors();
    }
}
