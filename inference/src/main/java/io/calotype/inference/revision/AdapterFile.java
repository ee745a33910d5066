package io.calotype.inference.revision;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;

/** A safetensors file that somebody made for a model, mapped and not read into memory. */
public final class AdapterFile {

    private static final int ZIP = 0x04034b50; // what torch.save writes
    private static final int PICKLE = 0x80; // what it wrote before 2020, and then the protocol
    private static final int NEWEST_PICKLE = 5;

    private AdapterFile() {}

    /** Reads a file of finite numbers; {@link PackException} says what is wrong with it before anything large is allocated. */
    public static Safetensors read(Path file) {
        try (var channel = FileChannel.open(file)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new PackException(file, "is larger than 2 GiB");
            }
            var bytes = channel.map(MapMode.READ_ONLY, 0, channel.size());
            refusePickle(file, bytes);
            var tensors = SafetensorsReader.read(bytes);
            tensors.tensors().forEach((name, tensor) -> tensor.requireFinite(name));
            return tensors;
        } catch (Refusal refusal) {
            throw new PackException(file, refusal.problem().detail(), refusal);
        } catch (IOException e) {
            throw new PackException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static void refusePickle(Path file, ByteBuffer bytes) {
        if (bytes.remaining() <= Long.BYTES || bytes.get(Long.BYTES) == '{') {
            return;
        }
        int start = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        boolean pickle = (start & 0xFF) == PICKLE && (start >>> Byte.SIZE & 0xFF) <= NEWEST_PICKLE;
        if (start == ZIP || pickle) {
            throw new PackException(
                    file,
                    "is a pickle of PyTorch, which can run any code when it is read."
                            + " Convert it to safetensors if you trust it: docs/models.md has the command");
        }
    }
}
