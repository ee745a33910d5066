package io.calotype.diffusion.denoise;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.family.LatentLayout;
import java.nio.FloatBuffer;

/** Brings a row's latents into the layout that the model takes, and its prediction back to [C, h, w]. */
interface RowLayout {

    /** Fills a row of the model's sample with an image's latents. */
    void fill(FloatBuffer sample, Denoising image);

    /** Returns a row's prediction as [C, h, w], from its first element. */
    FloatBuffer planes(int row, FloatBuffer prediction);

    /** Returns the layout for latents of one shape, in calls of so many rows. */
    static RowLayout of(LatentLayout layout, int rows, Shape latents) {
        return switch (layout) {
            case PLANES -> new AsTheyAre();
            case PATCHES -> new Packed(Squares.of(latents), rows, (int) latents.elementCount());
        };
    }

    /** The model takes [C, h, w]. */
    record AsTheyAre() implements RowLayout {
        @Override
        public void fill(FloatBuffer sample, Denoising image) {
            image.scheduler().scaleInput(image.trajectory(), sample.rewind());
            if (image.inpainting() != null) {
                image.inpainting().putBeside(sample, image.trajectory().latents().length);
            }
        }

        @Override
        public FloatBuffer planes(int row, FloatBuffer prediction) {
            return prediction.rewind();
        }
    }

    /** The model takes a sequence of squares. */
    final class Packed implements RowLayout {
        private final Squares squares;
        private final FloatBuffer[] planes; // per row, [C, h, w]

        Packed(Squares squares, int rows, int elements) {
            this.squares = squares;
            planes = new FloatBuffer[rows];
            for (int row = 0; row < rows; row++) {
                planes[row] = FloatBuffer.allocate(elements);
            }
        }

        @Override
        public void fill(FloatBuffer sample, Denoising image) {
            image.scheduler().scaleInput(image.trajectory(), planes[0].rewind());
            squares.pack(planes[0], sample);
        }

        @Override
        public FloatBuffer planes(int row, FloatBuffer prediction) {
            squares.unpack(prediction, planes[row]);
            return planes[row].rewind();
        }
    }
}
