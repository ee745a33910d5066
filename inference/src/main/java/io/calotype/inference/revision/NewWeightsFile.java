package io.calotype.inference.revision;

import io.calotype.inference.graph.NewWeights;
import io.calotype.inference.graph.OnnxFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * New weights of a model, one tensor after the other in a file, so that little memory is taken; a model that has its weights inside
 * gets them from there.
 */
public final class NewWeightsFile implements AutoCloseable {

    private static final String DATA = "changed.onnx_data";
    private static final int ALIGNMENT = 64;

    private final Path file;
    private final boolean inside;
    private final FileChannel channel;

    private NewWeightsFile(Path file, boolean inside) throws IOException {
        this.file = file;
        this.inside = inside;
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * Begins the file.
     *
     * @param onnx what {@code model} holds
     * @param folder where the changed model goes
     */
    public static NewWeightsFile create(Path model, OnnxFile onnx, Path folder) throws IOException {
        return new NewWeightsFile(
                folder.resolve(unusedName(model)), onnx.externalData().isEmpty());
    }

    /** A model whose weights were changed before has such a file already. */
    private static String unusedName(Path model) {
        int number = 1;
        while (Files.exists(model.resolveSibling(number + "." + DATA))) {
            number++;
        }
        return number + "." + DATA;
    }

    /**
     * Adds a tensor.
     *
     * @param dims as it is stored
     * @param parts its bytes, little-endian
     */
    public NewWeights add(List<Long> dims, ByteBuffer... parts) throws IOException {
        long offset = (channel.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        long end = offset;
        for (var part : parts) {
            end = write(part.duplicate(), end);
        }
        var mapped = channel.map(MapMode.READ_ONLY, offset, end - offset);
        return new NewWeights(dims, mapped, inside ? null : String.valueOf(file.getFileName()), offset);
    }

    private long write(ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        return at;
    }

    /** Ends the file; it goes where the model has its weights inside, which must be written by then. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (inside) {
            Files.delete(file);
        }
    }
}
