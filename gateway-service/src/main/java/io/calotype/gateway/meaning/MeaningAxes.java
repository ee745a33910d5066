package io.calotype.gateway.meaning;

import io.calotype.contracts.tensor.UnitVector;
import java.util.List;

/**
 * Two axes through the meanings of a model's words: those along which they differ most.
 *
 * <p>They are the first two principal components, found by power iteration and scaled alike, so that the words fill -1 to 1. The
 * same words always give the same axes: the iteration starts at the word farthest from the middle, and each axis
 * points to where its largest element is positive.
 */
final class MeaningAxes {

    private static final int ITERATIONS = 200;
    private static final double CONVERGED = 1e-14;

    private final double[] middle; // [D]
    private final double[] across; // [D], of length 1
    private final double[] up; // [D], of length 1
    private final double scale;

    private MeaningAxes(double[] middle, double[] across, double[] up, double scale) {
        this.middle = middle;
        this.across = across;
        this.up = up;
        this.scale = scale;
    }

    /** Finds the axes of at least one meaning; all must have the same width. */
    static MeaningAxes of(List<UnitVector> meanings) {
        var middle = middle(meanings);
        double[][] rows =
                meanings.stream().map(meaning -> centred(meaning, middle)).toArray(double[][]::new); // [N, D]
        var across = principal(rows);
        double reach = takeAway(across, rows);
        var up = principal(rows);
        reach = Math.max(reach, takeAway(up, rows));
        return new MeaningAxes(middle, across, up, reach == 0 ? 1 : 1 / reach);
    }

    /** Returns where a meaning lies; one farther out than every word is put on the edge. */
    Point place(UnitVector meaning) {
        var centred = centred(meaning, middle);
        return new Point(bounded(dot(centred, across) * scale), bounded(dot(centred, up) * scale));
    }

    private static double[] principal(double[][] rows) {
        double[] axis = unit(farthest(rows));
        for (int i = 0; i < ITERATIONS; i++) {
            double[] next = unit(spread(rows, axis));
            boolean done = 1 - Math.abs(dot(next, axis)) < CONVERGED;
            axis = next;
            if (done) {
                break;
            }
        }
        return pointed(axis);
    }

    /** Returns the covariance times the axis, but for a factor. */
    private static double[] spread(double[][] rows, double[] axis) {
        var sum = new double[axis.length];
        for (double[] row : rows) {
            double along = dot(row, axis);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += along * row[i];
            }
        }
        return sum;
    }

    /** Removes what lies along an axis from every row, and returns the most that was. */
    private static double takeAway(double[] axis, double[][] rows) {
        double most = 0;
        for (double[] row : rows) {
            double along = dot(row, axis);
            most = Math.max(most, Math.abs(along));
            for (int i = 0; i < row.length; i++) {
                row[i] -= along * axis[i];
            }
        }
        return most;
    }

    private static double[] farthest(double[][] rows) {
        double[] farthest = rows[0];
        for (double[] row : rows) {
            farthest = dot(row, row) > dot(farthest, farthest) ? row : farthest;
        }
        return farthest.clone();
    }

    private static double[] pointed(double[] axis) {
        double largest = 0;
        for (double element : axis) {
            largest = Math.abs(element) > Math.abs(largest) ? element : largest;
        }
        for (int i = 0; largest < 0 && i < axis.length; i++) {
            axis[i] = -axis[i];
        }
        return axis;
    }

    private static double[] middle(List<UnitVector> meanings) {
        var middle = new double[meanings.get(0).width()];
        for (var meaning : meanings) {
            float[] elements = meaning.toArray();
            for (int i = 0; i < middle.length; i++) {
                middle[i] += (double) elements[i] / meanings.size();
            }
        }
        return middle;
    }

    private static double[] centred(UnitVector meaning, double[] middle) {
        float[] elements = meaning.toArray();
        var centred = new double[middle.length];
        for (int i = 0; i < centred.length; i++) {
            centred[i] = elements[i] - middle[i];
        }
        return centred;
    }

    private static double[] unit(double[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        for (int i = 0; length > 0 && i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double bounded(double coordinate) {
        return Math.max(-1, Math.min(1, coordinate));
    }
}
