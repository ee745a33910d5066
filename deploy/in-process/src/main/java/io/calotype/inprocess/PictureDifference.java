package io.calotype.inprocess;

/** How far two pictures of one size are apart. */
final class PictureDifference {

    private static final double PEAK = 255;
    private static final int WINDOW = 8;
    private static final double C1 = Math.pow(0.01 * PEAK, 2);
    private static final double C2 = Math.pow(0.03 * PEAK, 2);

    private PictureDifference() {}

    /** The peak signal-to-noise ratio in dB; infinite where they are the same. */
    static double psnr(byte[] one, byte[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            double away = (one[i] & 0xff) - (other[i] & 0xff);
            sum += away * away;
        }
        return 10 * Math.log10(PEAK * PEAK / (sum / one.length));
    }

    /**
     * The structural similarity index of Wang, Bovik, Sheikh and Simoncelli (2004), of brightness in windows of 8 x 8; 1 where they are
     * the same.
     *
     * @param rgb rows of red, green and blue
     */
    static double ssim(byte[] rgb, byte[] other, int width, int height) {
        double sum = 0;
        int windows = 0;
        for (int top = 0; top + WINDOW <= height; top += WINDOW) {
            for (int left = 0; left + WINDOW <= width; left += WINDOW) {
                sum += window(rgb, other, width, left, top);
                windows++;
            }
        }
        return sum / windows;
    }

    private static double window(byte[] one, byte[] other, int width, int left, int top) {
        double x = 0;
        double y = 0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int row = top; row < top + WINDOW; row++) {
            for (int column = left; column < left + WINDOW; column++) {
                double a = brightness(one, 3 * (row * width + column));
                double b = brightness(other, 3 * (row * width + column));
                x += a;
                y += b;
                xx += a * a;
                yy += b * b;
                xy += a * b;
            }
        }
        int n = WINDOW * WINDOW;
        double meanX = x / n;
        double meanY = y / n;
        double varianceX = xx / n - meanX * meanX;
        double varianceY = yy / n - meanY * meanY;
        double covariance = xy / n - meanX * meanY;
        return (2 * meanX * meanY + C1)
                * (2 * covariance + C2)
                / ((meanX * meanX + meanY * meanY + C1) * (varianceX + varianceY + C2));
    }

    private static double brightness(byte[] rgb, int at) {
        return 0.299 * (rgb[at] & 0xff) + 0.587 * (rgb[at + 1] & 0xff) + 0.114 * (rgb[at + 2] & 0xff);
    }
}
