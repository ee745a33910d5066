package io.calotype.diffusion.pack;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.control.ImageControl;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The pictures that control an image, as an encoder sent them. */
final class ControlPicture {

    private static final int CHANNELS = 3;
    private static final float MOST = 255;

    private ControlPicture() {}

    /**
     * Reads the pictures of an image.
     *
     * @throws io.calotype.contracts.problem.Refusal INVALID_TENSOR, or what {@link DenoisingPack#control} refuses
     */
    static List<ImageControl> read(ImageTensors embedded, DenoisingPack pack) {
        var spec = embedded.task().spec();
        int width = spec.size().width();
        int height = spec.size().height();
        var all = new ArrayList<ImageControl>();
        for (var use : spec.controls()) {
            var name = ImageTensors.control(all.size());
            var bytes = embedded.require(name).requireShape(name, DType.U8, height, width, CHANNELS);
            var model = pack.control(use, spec.size());
            float[] planes = model.channels() == 1 ? grey(bytes.data()) : planes(bytes.data(), width * height);
            var shape = Shape.of(model.channels(), height, width);
            all.add(new ImageControl(model, planes, shape, use.scale(), use.start(), use.end()));
        }
        return all;
    }

    /** {@code [height, width, 3]} to {@code [1, height, width]}, 0 to 1, by the weights of ITU-R 601-2 as Pillow rounds them. */
    private static float[] grey(ByteBuffer rgb) {
        float[] plane = new float[rgb.remaining() / CHANNELS];
        for (int i = 0; i < plane.length; i++) {
            int red = rgb.get(i * CHANNELS) & 0xff;
            int green = rgb.get(i * CHANNELS + 1) & 0xff;
            int blue = rgb.get(i * CHANNELS + 2) & 0xff;
            plane[i] = ((19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16) / MOST;
        }
        return plane;
    }

    /** {@code [height, width, 3]} to {@code [3, height, width]}, 0 to 1. */
    private static float[] planes(ByteBuffer rgb, int pixels) {
        float[] planes = new float[CHANNELS * pixels];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (rgb.get(i % pixels * CHANNELS + i / pixels) & 0xff) / MOST;
        }
        return planes;
    }
}
