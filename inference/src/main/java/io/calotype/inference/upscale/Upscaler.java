package io.calotype.inference.upscale;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.LastSlot;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.Slot;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.pack.UpscalerPack;
import io.calotype.inference.picture.PixelRows;
import io.calotype.inference.picture.Pixels;
import java.util.List;
import java.util.Map;

/**
 * Enlarges pictures by a model such as an ESRGAN: red, green and blue {@code [1, 3, h, w]} to {@code [1, 3, scale * h, scale * w]},
 * both 0 to 1.
 *
 * <p>The model sees tiles of at most {@value #TILE} pixels a side, so that its memory does not grow with the picture. Each tile
 * has {@value #OVERLAP} pixels more on every side than are taken of it, so that no seams are seen. One thread at a time; others wait.
 */
public final class Upscaler implements AutoCloseable {

    private static final int TILE = 192;
    private static final int MAX_TILE = 1024; // of a model that takes one size alone
    private static final int OVERLAP = 24;
    private static final int PLANES = 3;
    private static final int HEIGHT = 2;
    private static final int WIDTH = 3;

    private final OnnxModel model;
    private final UpscalerPack pack;
    private final TensorInfo input;
    private final TensorInfo output;
    private final LastSlot slots;

    private Upscaler(OnnxModel model, UpscalerPack pack) {
        this.model = model;
        this.pack = pack;
        slots = new LastSlot(model);
        input = only(model.inputs(), "takes ");
        output = only(model.outputs(), "gives ");
        if (!fits(input, 1) || !fits(output, pack.scale())) {
            throw new PackException(
                    pack.model(),
                    "takes %s and gives %s, not pictures [1, 3, h, w] and %d times as large ones"
                            .formatted(input, output, pack.scale()));
        }
        upscale(new Pixels(1, 1, new int[] {0xFF808080}));
    }

    /** Loads and tries a pack's model; {@link PackException} or {@link io.calotype.inference.onnx.OnnxException} if it does not fit. */
    public static Upscaler open(UpscalerPack pack, SessionSettings settings) {
        var model = OnnxModel.load(pack.model(), settings);
        try {
            return new Upscaler(model, pack);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private TensorInfo only(List<TensorInfo> tensors, String does) {
        if (tensors.size() != 1) {
            throw new PackException(pack.model(), does + tensors + ", not one picture");
        }
        return tensors.get(0);
    }

    private boolean fits(TensorInfo tensor, int times) {
        return tensor.isFloats()
                && tensor.accepts(
                        Shape.of(1, PLANES, (long) times * side(HEIGHT, TILE), (long) times * side(WIDTH, TILE)))
                && Math.min(side(HEIGHT, TILE), side(WIDTH, TILE)) > 2 * OVERLAP
                && Math.max(side(HEIGHT, TILE), side(WIDTH, TILE)) <= MAX_TILE;
    }

    /** What the model sees along a dimension: what it demands, or at most so many pixels. */
    private int side(int dimension, int most) {
        if (input.rank() <= dimension || input.dimensions().get(dimension) == TensorInfo.FREE) {
            return most;
        }
        return (int) Math.min(MAX_TILE + 1, input.dimensions().get(dimension));
    }

    /**
     * Enlarges a picture; what is transparent lies on white.
     *
     * @throws Refusal LIMIT_EXCEEDED if the result would have more than {@value Limits#MAX_PICTURE_PIXELS} pixels
     */
    public Pixels upscale(PixelRows picture) {
        return upscale(picture, (done, tiles) -> {});
    }

    /**
     * Enlarges a picture in the same way.
     *
     * @param watcher is told after each tile; what it throws ends the work
     */
    public synchronized Pixels upscale(PixelRows picture, TileWatcher watcher) {
        int scale = pack.scale();
        long pixels = (long) scale * scale * picture.width() * picture.height();
        if (pixels > Limits.MAX_PICTURE_PIXELS) {
            var detail = "%dx%d enlarged %d times has %d pixels; at most %d"
                    .formatted(picture.width(), picture.height(), scale, pixels, Limits.MAX_PICTURE_PIXELS);
            throw Refusal.of(ProblemType.LIMIT_EXCEEDED, null, detail);
        }
        int high = side(HEIGHT, Math.min(TILE, picture.height() + 2 * OVERLAP));
        int wide = side(WIDTH, Math.min(TILE, picture.width() + 2 * OVERLAP));
        var slot = slots.get(
                Map.of(input.name(), Shape.of(1, PLANES, high, wide)),
                Map.of(output.name(), Shape.of(1, PLANES, (long) scale * high, (long) scale * wide)));
        var seen = new Tile(slot.floats(input.name()), wide, high);
        var result = new Pixels(scale * picture.width(), scale * picture.height(), new int[(int) pixels]);
        var bands = Span.of(picture.height(), high - 2 * OVERLAP);
        var columns = Span.of(picture.width(), wide - 2 * OVERLAP);
        int done = 0;
        for (var rows : bands) {
            var band = Band.read(picture, rows.from() - OVERLAP, high);
            for (var part : columns) {
                band.fill(seen, part.from() - OVERLAP);
                slot.run();
                take(slot, seen, rows, part, result);
                watcher.done(++done, bands.size() * columns.size());
            }
        }
        return result;
    }

    /** Copies what is taken of a tile into the result. */
    private void take(Slot slot, Tile seen, Span rows, Span columns, Pixels result) {
        int scale = pack.scale();
        var made = new Tile(slot.output(output.name()), scale * seen.width(), scale * seen.height());
        int top = scale * (rows.from() - OVERLAP);
        int left = scale * (columns.from() - OVERLAP);
        for (int y = scale * rows.from(); y < scale * rows.to(); y++) {
            for (int x = scale * columns.from(); x < scale * columns.to(); x++) {
                int at = (y - top) * made.width() + x - left;
                result.argb()[y * result.width() + x] = made.pixel(at, pack);
            }
        }
    }

    /** Frees the model, after the running call. */
    @Override
    public synchronized void close() {
        slots.close();
        model.close();
    }
}
