package io.calotype.encoder.picture;

import boofcv.alg.feature.detect.edge.GradientToEdgeFeatures;
import boofcv.alg.feature.detect.edge.HysteresisEdgeTraceMark;
import boofcv.alg.filter.derivative.GradientSobel;
import boofcv.core.image.border.FactoryImageBorder;
import boofcv.struct.border.BorderType;
import boofcv.struct.border.ImageBorder_S32;
import boofcv.struct.image.GrayF32;
import boofcv.struct.image.GrayS16;
import boofcv.struct.image.GrayS8;
import boofcv.struct.image.GrayU8;
import io.calotype.contracts.spec.Canny;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Tensor;
import java.nio.ByteBuffer;

/**
 * The edges of a picture as Canny's algorithm finds them, by BoofCV's parts with the rules of OpenCV's {@code Canny}: no blur, Sobel's
 * derivatives of 3 x 3, of each pixel those of the channel where they are largest, and the sum of their amounts as strength.
 */
final class CannyEdges {

    /** The most memory that it takes for a pixel. */
    static final int BYTES = 32;

    private static final int CHANNELS = 3;

    private final GrayS16 across;
    private final GrayS16 down;

    private CannyEdges(Tensor picture) {
        int height = Math.toIntExact(picture.shape().dim(0));
        int width = Math.toIntExact(picture.shape().dim(1));
        across = new GrayS16(width, height);
        down = new GrayS16(width, height);
        var band = new GrayU8(width, height);
        var bandAcross = new GrayS16(width, height);
        var bandDown = new GrayS16(width, height);
        ImageBorder_S32<GrayU8> border = FactoryImageBorder.single(BorderType.EXTENDED, GrayU8.class);
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int i = 0; i < band.data.length; i++) {
                band.data[i] = picture.data().get(CHANNELS * i + channel);
            }
            GradientSobel.process(band, bandAcross, bandDown, border);
            takeLarger(bandAcross.data, bandDown.data);
        }
    }

    private void takeLarger(short[] bandAcross, short[] bandDown) {
        for (int i = 0; i < bandAcross.length; i++) {
            int strength = Math.abs(bandAcross[i]) + Math.abs(bandDown[i]);
            if (strength > Math.abs(across.data[i]) + Math.abs(down.data[i])) {
                across.data[i] = bandAcross[i];
                down.data[i] = bandDown[i];
            }
        }
    }

    /**
     * Finds the edges.
     *
     * @param picture U8 {@code [height, width, 3]}
     * @return of the same shape, white on black
     */
    static Tensor of(Tensor picture, Canny thresholds) {
        var edges = new CannyEdges(picture).find(thresholds);
        var bytes = ByteBuffer.allocate(CHANNELS * edges.data.length);
        for (byte edge : edges.data) {
            byte white = edge == 0 ? 0 : (byte) 255;
            bytes.put(white).put(white).put(white);
        }
        return new Tensor(DType.U8, picture.shape(), bytes.flip());
    }

    private GrayU8 find(Canny thresholds) {
        var strength = new GrayF32(across.width, across.height);
        var angle = new GrayF32(across.width, across.height);
        var direction = new GrayS8(across.width, across.height);
        var thin = new GrayF32(across.width, across.height);
        GradientToEdgeFeatures.intensityAbs(across, down, strength);
        GradientToEdgeFeatures.direction(across, down, angle);
        GradientToEdgeFeatures.discretizeDirection4(angle, direction);
        GradientToEdgeFeatures.nonMaxSuppression4(strength, direction, thin);
        takeOneOfEqual(strength, direction, thin);
        var edges = new GrayU8(across.width, across.height);
        // strengths are whole numbers, and "above" is "at least one more"
        new HysteresisEdgeTraceMark().process(thin, direction, thresholds.low() + 1f, thresholds.high() + 1f, edges);
        return edges;
    }

    /** Of two neighbours across an edge that are equally strong the left or upper one is it, so that lines are a pixel wide. */
    private static void takeOneOfEqual(GrayF32 strength, GrayS8 direction, GrayF32 thin) {
        for (int y = 0; y < thin.height; y++) {
            for (int x = 0; x < thin.width; x++) {
                int i = y * thin.width + x;
                int octant = direction.data[i];
                int fromX = octant == 2 ? x : x - 1;
                int fromY = octant == 0 ? y : octant == -1 ? y + 1 : y - 1;
                boolean inside = fromX >= 0 && fromY >= 0 && fromY < thin.height;
                if (inside && strength.data[fromY * thin.width + fromX] == strength.data[i]) {
                    thin.data[i] = 0;
                }
            }
        }
    }
}
