package io.calotype.diffusion.denoise;

import io.calotype.inference.onnx.OnnxException;
import java.util.List;
import java.util.function.Consumer;

/** A call for several images that is made for half of them at a time where memory is short. */
final class Halves {

    private Halves() {}

    /** Makes the call, which must change nothing when it fails; throws what it throws for a single image. */
    static <T> void call(List<T> images, Consumer<List<T>> call) {
        try {
            call.accept(images);
        } catch (OnnxException e) {
            if (!e.isOutOfMemory() || images.size() == 1) {
                throw e;
            }
            int half = images.size() / 2;
            call(images.subList(0, half), call);
            call(images.subList(half, images.size()), call);
        }
    }
}
