package io.calotype.inference.quantise;

import java.util.ArrayList;
import java.util.List;

/** Weights as whole numbers from -64 to 64, in the order of the floats, and a scale for each channel. */
final class Int8Weights {

    /** Two products with U8 fit I16: processors without VNNI add them in that, and cut what is more. */
    private static final int MOST = 64;

    private static final float LEAST_OF_LARGEST = 1e-4f; // a channel of next to nothing must not need a bias beyond I32

    private final byte[] values;
    private final float[] scales;

    private Int8Weights(byte[] values, float[] scales) {
        this.values = values;
        this.scales = scales;
    }

    /** Rounds each channel by its largest weight. */
    static Int8Weights of(float[] weights, List<Long> dims, int axis) {
        int channels = Math.toIntExact(dims.get(axis));
        int inner = 1;
        for (long length : dims.subList(axis + 1, dims.size())) {
            inner = Math.multiplyExact(inner, Math.toIntExact(length));
        }
        float[] scales = scales(weights, channels, inner);
        byte[] values = new byte[weights.length];
        for (int i = 0; i < weights.length; i++) {
            values[i] = (byte) Math.round(weights[i] / scales[i / inner % channels]);
        }
        return new Int8Weights(values, scales);
    }

    private static float[] scales(float[] weights, int channels, int inner) {
        float[] scales = new float[channels];
        for (int i = 0; i < weights.length; i++) {
            int channel = i / inner % channels;
            scales[channel] = Math.max(scales[channel], Math.abs(weights[i]) / MOST);
        }
        float largest = Float.MIN_NORMAL;
        for (float scale : scales) {
            largest = Math.max(largest, scale);
        }
        for (int i = 0; i < channels; i++) {
            scales[i] = Math.max(scales[i], largest * LEAST_OF_LARGEST);
        }
        return scales;
    }

    /** The whole numbers. */
    byte[] values() {
        return values.clone();
    }

    /** The scales alone. */
    Int8Weights withoutValues() {
        return new Int8Weights(new byte[0], scales);
    }

    /** What they are to be multiplied by, one for each channel. */
    List<Float> scales() {
        var all = new ArrayList<Float>();
        for (float scale : scales) {
            all.add(scale);
        }
        return all;
    }

    /**
     * Returns what is added as whole numbers, too.
     *
     * @param input the scale of what the weights multiply
     */
    List<Integer> bias(float[] bias, float input) {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < bias.length; i++) {
            numbers.add(Math.round(bias[i] / (input * scales[i]))); // saturates
        }
        return numbers;
    }
}
