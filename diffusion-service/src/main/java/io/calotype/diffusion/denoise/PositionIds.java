package io.calotype.diffusion.denoise;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.family.LatentLayout;
import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.TensorInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An input of positions for a transformer that rotates by them: zeros for tokens; 0, row and column for squares of latents.
 *
 * <p>Source: diffusers' {@code FluxPipeline._prepare_latent_image_ids}. Exports before diffusers 0.31 have a batch axis.
 *
 * @param info the input [P, 3], or [B, P, 3]
 */
record PositionIds(TensorInfo info, Kind kind) {

    private static final int AXES = 3;
    private static final int SQUARE = LatentLayout.PATCHES.side();

    /** What stands at the positions. */
    enum Kind {
        PICTURE("img_ids"),
        TEXT("txt_ids");

        private final String input;

        Kind(String input) {
            this.input = input;
        }
    }

    /** Reads a model's; {@link OnnxException} names the one that does not fit. */
    static List<PositionIds> of(OnnxModel model) {
        return Stream.of(Kind.values())
                .flatMap(kind -> of(model, kind).stream())
                .toList();
    }

    private static Optional<PositionIds> of(OnnxModel model, Kind kind) {
        return model.input(kind.input).map(info -> {
            NumberInput.requireSupported(model.name(), info.name(), info.dtype());
            long last = info.dimensions().get(info.rank() - 1);
            if (info.rank() < 2 || info.rank() > 3 || (last != AXES && last != TensorInfo.FREE)) {
                throw new OnnxException(model.name(), "input " + info + " is not [positions, " + AXES + "]");
            }
            return new PositionIds(info, kind);
        });
    }

    Shape shape(int rows, BatchKey key) {
        return info.rank() == 2 ? Shape.of(count(key), AXES) : Shape.of(rows, count(key), AXES);
    }

    /** Fills all rows. */
    void fill(ByteBuffer data, int rows, BatchKey key) {
        int count = count(key);
        int columns = columns(key);
        var input = new NumberInput(info.dtype(), data, AXES);
        int copies = info.rank() == 2 ? 1 : rows;
        for (int i = 0; kind == Kind.PICTURE && i < copies * count; i++) {
            int square = i % count;
            input.putRow(i, new long[] {0, square / columns, square % columns});
        }
    }

    private int count(BatchKey key) {
        return kind == Kind.TEXT ? key.tokens() : (int) (key.latents().dim(1) / SQUARE) * columns(key);
    }

    private static int columns(BatchKey key) {
        return (int) (key.latents().dim(2) / SQUARE);
    }
}
