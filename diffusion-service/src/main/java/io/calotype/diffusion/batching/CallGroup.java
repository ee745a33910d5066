package io.calotype.diffusion.batching;

import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.denoise.StepModel;
import io.calotype.inference.onnx.OnnxException;
import java.util.ArrayList;
import java.util.List;

/** The images that take a step in one call of the model; used again for each call, which allocates nothing unless it fails. */
final class CallGroup {

    private final StepModel model;
    private final List<RunningImage> images = new ArrayList<>();
    private final List<Denoising> denoisings = new ArrayList<>();
    private final int[] stepsBefore;

    CallGroup(StepModel model, int maxBatch) {
        this.model = model;
        this.stepsBefore = new int[maxBatch];
    }

    /** Takes the image at an index and all after it that can share its call. */
    void gather(List<RunningImage> running, int first, long tick) {
        var key = running.get(first).denoising().key();
        images.clear();
        denoisings.clear();
        for (int i = first; i < running.size(); i++) {
            var image = running.get(i);
            if (image.denoising().key().equals(key)) {
                image.step(tick);
                images.add(image);
                denoisings.add(image.denoising());
            }
        }
    }

    /** Makes the call; those for which it fails are told, and are none of the {@link #images} any more. */
    void step() {
        for (int i = 0; i < images.size(); i++) {
            stepsBefore[i] = stepOf(images.get(i));
        }
        try {
            model.step(denoisings);
        } catch (OnnxException e) {
            takeOnAlone(e);
        } catch (RuntimeException e) {
            images.forEach(image -> image.fail(e));
            images.clear();
        }
    }

    /** A model may fail for one image, such as its control model: those that have not advanced get calls of their own. */
    private void takeOnAlone(OnnxException together) {
        for (int i = 0; i < images.size(); i++) {
            var image = images.get(i);
            if (stepOf(image) != stepsBefore[i]) {
                continue;
            }
            try {
                if (images.size() == 1) {
                    throw together;
                }
                model.step(List.of(image.denoising()));
            } catch (RuntimeException alone) {
                image.fail(alone);
            }
        }
        images.removeIf(RunningImage::hasFailed);
    }

    private static int stepOf(RunningImage image) {
        return image.denoising().trajectory().step();
    }

    /** Those that shared the call. */
    List<RunningImage> images() {
        return images;
    }

    /** How many rows they took. */
    int rows() {
        int rows = 0;
        for (int i = 0; i < images.size(); i++) {
            rows += images.get(i).denoising().rows();
        }
        return rows;
    }
}
