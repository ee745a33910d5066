package io.calotype.encoder.picture;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.spec.InputPicture;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.messaging.store.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Keeps edges as PNG files among the pictures that prompts start from, named by their content: the same edges once. */
@ApplicationScoped
class KeptEdges {

    private static final int CHANNELS = 3;

    private final ObjectStore store;

    KeptEdges(ObjectStore store) {
        this.store = store;
    }

    /**
     * Stores edges; blocks on the object store.
     *
     * @param edges U8 {@code [height, width, 3]}, white on black
     * @return their key
     */
    String keep(Tensor edges) {
        var png = png(edges);
        var key =
                new InputPicture(OutputFormat.PNG, Sha256.hex(png)).reference().objectKey();
        store.putIfAbsent(key, png, OutputFormat.PNG.contentType(), Map.of());
        return key;
    }

    /** A bit for each pixel. */
    static byte[] png(Tensor edges) {
        int height = Math.toIntExact(edges.shape().dim(0));
        int width = Math.toIntExact(edges.shape().dim(1));
        var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        var bytes = edges.data();
        for (int i = 0; i < width * height; i++) {
            image.getRaster().setSample(i % width, i / width, 0, bytes.get(CHANNELS * i) == 0 ? 0 : 1);
        }
        var file = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(file)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }
}
