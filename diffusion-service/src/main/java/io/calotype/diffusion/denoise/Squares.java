package io.calotype.diffusion.denoise;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.family.LatentLayout;
import java.nio.FloatBuffer;

/**
 * Latents as a sequence of squares: {@code [C, h, w]} to {@code [h/2 * w/2, 4 C]} and back, from the buffers' first elements.
 *
 * <p>Source: diffusers' {@code FluxPipeline._pack_latents}.
 *
 * @param channels C
 * @param height h
 * @param width w
 */
record Squares(int channels, int height, int width) {

    private static final int SIDE = LatentLayout.PATCHES.side();

    static Squares of(Shape latents) {
        return new Squares((int) latents.dim(0), (int) latents.dim(1), (int) latents.dim(2));
    }

    void pack(FloatBuffer planes, FloatBuffer squares) {
        for (int at = 0, to = 0; at < height * width; at += SIDE) {
            for (int channel = 0; channel < channels; channel++) {
                int from = channel * height * width + at;
                squares.put(to++, planes.get(from));
                squares.put(to++, planes.get(from + 1));
                squares.put(to++, planes.get(from + width));
                squares.put(to++, planes.get(from + width + 1));
            }
            at += endsRow(at) ? width : 0;
        }
    }

    void unpack(FloatBuffer squares, FloatBuffer planes) {
        for (int at = 0, from = 0; at < height * width; at += SIDE) {
            for (int channel = 0; channel < channels; channel++) {
                int to = channel * height * width + at;
                planes.put(to, squares.get(from++));
                planes.put(to + 1, squares.get(from++));
                planes.put(to + width, squares.get(from++));
                planes.put(to + width + 1, squares.get(from++));
            }
            at += endsRow(at) ? width : 0;
        }
    }

    /** The next square is then two rows further down, of which one is passed over. */
    private boolean endsRow(int at) {
        return at % width == width - SIDE;
    }
}
