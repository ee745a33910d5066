package io.calotype.diffusion.checkpoint;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.tensor.SafetensorsWriter;
import io.calotype.diffusion.denoise.Denoising;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A kept trajectory as safetensors, which says under which key it was stored; without tensors if the image is denoised. */
final class TrajectoryFile {

    private static final String KEY = "key";
    private static final String DENOISED = "denoised";
    private static final int MOST_FIELDS = 8; // latents and all that any scheduler keeps of their shape
    private static final int HEADER = 64 << 10;

    private TrajectoryFile() {}

    /** Returns the largest file that can be one of this image, in bytes. */
    static long maxBytes(Denoising image) {
        return HEADER + (long) MOST_FIELDS * Float.BYTES * image.trajectory().latents().length;
    }

    static byte[] of(TrajectoryPlace place, Safetensors trajectory) {
        var metadata = new LinkedHashMap<>(trajectory.metadata());
        metadata.put(KEY, place.key());
        return SafetensorsWriter.write(new Safetensors(metadata, trajectory.tensors()));
    }

    static byte[] ofDenoised(TrajectoryPlace place) {
        return SafetensorsWriter.write(new Safetensors(Map.of(KEY, place.key(), DENOISED, "true"), Map.of()));
    }

    /**
     * Reads what is kept of an image.
     *
     * @param fresh the image at its start
     * @throws Refusal PACK_MISMATCH if it is of another image, request, pack or start; INVALID_TENSOR or NOT_FINITE if it is
     *     damaged
     */
    static Kept read(TrajectoryPlace place, Denoising fresh, byte[] file) {
        var saved = SafetensorsReader.read(ByteBuffer.wrap(file));
        require(place.key().equals(saved.metadata().get(KEY)), "it is of another image, request or pack");
        if (saved.metadata().containsKey(DENOISED)) {
            return new Kept.Denoised();
        }
        require(fresh.trajectory().startedLike(saved), "it started otherwise");
        var trajectory = fresh.scheduler().restore(saved);
        require(!trajectory.done(), "it has no step left");
        return new Kept.Underway(fresh.at(trajectory));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw Refusal.of(ProblemType.PACK_MISMATCH, null, otherwise);
        }
    }
}
