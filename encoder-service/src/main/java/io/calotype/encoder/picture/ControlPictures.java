package io.calotype.encoder.picture;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ControlRequest;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.picture.PixelRows;
import io.calotype.inference.picture.Pixels;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fetches the pictures that control a prompt's images. */
@ApplicationScoped
public class ControlPictures {

    private static final int CHANNELS = 3;

    private final SourcePictures pictures;
    private final KeptEdges store;

    ControlPictures(SourcePictures pictures, KeptEdges store) {
        this.pictures = pictures;
        this.store = store;
    }

    /**
     * What control models read.
     *
     * @param tensors U8 {@code [height, width, 3]}, by their names on the wire
     * @param kept the keys of those that were made here, by their places in the list
     */
    public record Read(Map<String, Tensor> tensors, Map<Integer, String> kept) {}

    /**
     * Gets the pictures, and keeps those that are made of others, so that people see them.
     *
     * @param size of the images
     * @throws Refusal that names the place in the list of one that is not there, not a picture, or of another size
     */
    public Read get(List<ControlRequest> controls, ImageSize size) {
        var tensors = new HashMap<String, Tensor>();
        var kept = new HashMap<Integer, String>();
        for (int i = 0; i < controls.size(); i++) {
            var place = ControlRequest.FIELD + "[" + i + "]";
            var canny = controls.get(i).canny();
            long bytes = (long) (canny == null ? CHANNELS : CHANNELS + CannyEdges.BYTES) * size.width() * size.height();
            try {
                var picture = pictures.read(place, controls.get(i).image(), height -> bytes, rows -> {
                    var whole = tensor(place, rows, size);
                    return canny == null ? whole : CannyEdges.of(whole, canny);
                });
                tensors.put(ImageTensors.control(i), picture);
                if (canny != null) {
                    kept.put(i, store.keep(picture));
                }
            } catch (Refusal refusal) {
                var problem = refusal.problem();
                throw Refusal.of(problem.type(), ControlRequest.FIELD, problem.detail());
            }
        }
        return new Read(tensors, kept);
    }

    private static Tensor tensor(String place, PixelRows rows, ImageSize size) {
        if (rows.width() != size.width() || rows.height() != size.height()) {
            var detail = "%s: the picture is %dx%d, not %s as the images"
                    .formatted(place, rows.width(), rows.height(), size);
            throw Refusal.of(ProblemType.INVALID_PARAMETER, ControlRequest.FIELD, detail);
        }
        var opaque = rows.map(Pixels::onWhite);
        var bytes = ByteBuffer.allocate(CHANNELS * size.width() * size.height());
        int[] line = new int[size.width()];
        for (int y = 0; y < size.height(); y++) {
            opaque.read(y, line);
            for (int pixel : line) {
                bytes.put((byte) (pixel >>> 16)).put((byte) (pixel >>> 8)).put((byte) pixel);
            }
        }
        return new Tensor(DType.U8, Shape.of(size.height(), size.width(), CHANNELS), bytes.flip());
    }
}
