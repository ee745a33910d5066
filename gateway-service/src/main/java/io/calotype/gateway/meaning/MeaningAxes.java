package io.calotype.gateway.meaning;

import io.calotype.contracts.tensor.UnitVector;
import java.util.List;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.linear.SingularValueDecomposition;
import org.hipparchus.util.FastMath;

/**
 * The first two principal components of the meanings of a model's words, both scaled alike so that the words fill -1 to 1.
 *
 * <p>Computed as the singular value decomposition of the centred meanings: there are far fewer words than elements, so this costs
 * much less than the eigenvectors of the covariance. Each axis points to where its largest element is positive.
 */
final class MeaningAxes {

    private static final int AXES = 2;

    private final RealVector mean; // [D]
    private final RealMatrix axes; // [2, D], rows of length 1, or 0 where nothing differs
    private final double scale;

    private MeaningAxes(RealVector mean, RealMatrix axes, double scale) {
        this.mean = mean;
        this.axes = axes;
        this.scale = scale;
    }

    /** Finds the axes of at least one meaning; all must have the same width. */
    static MeaningAxes of(List<UnitVector> meanings) {
        var words = MatrixUtils.createRealMatrix(
                meanings.stream().map(MeaningAxes::elements).toArray(double[][]::new)); // [N, D]
        var mean =
                words.preMultiply(MatrixUtils.createRealVector(meanings.size()).mapAdd(1.0 / meanings.size()));
        for (int i = 0; i < words.getRowDimension(); i++) {
            words.setRowVector(i, words.getRowVector(i).subtract(mean));
        }
        var axes = principal(words);
        double reach = 0;
        for (double[] place : words.multiplyTransposed(axes).getData()) {
            reach = Math.max(reach, MatrixUtils.createRealVector(place).getLInfNorm());
        }
        return new MeaningAxes(mean, axes, reach == 0 ? 1 : 1 / reach);
    }

    /** Returns where a meaning lies; one farther out than every word is put on the edge. */
    Point place(UnitVector meaning) {
        var place = axes.operate(MatrixUtils.createRealVector(elements(meaning)).subtract(mean));
        return new Point(bounded(place.getEntry(0) * scale), bounded(place.getEntry(1) * scale));
    }

    private static RealMatrix principal(RealMatrix centred) {
        var decomposition = new SingularValueDecomposition(centred);
        var axes = MatrixUtils.createRealMatrix(AXES, centred.getColumnDimension());
        for (int axis = 0; axis < Math.min(AXES, decomposition.getRank()); axis++) {
            axes.setRowVector(axis, pointed(decomposition.getV().getColumnVector(axis)));
        }
        return axes;
    }

    private static RealVector pointed(RealVector axis) {
        double largest = axis.getEntry(axis.map(FastMath::abs).getMaxIndex());
        return largest < 0 ? axis.mapMultiply(-1) : axis;
    }

    private static double[] elements(UnitVector meaning) {
        float[] elements = meaning.toArray();
        var widened = new double[elements.length];
        for (int i = 0; i < elements.length; i++) {
            widened[i] = elements[i];
        }
        return widened;
    }

    private static double bounded(double coordinate) {
        return Math.max(-1, Math.min(1, coordinate));
    }
}
