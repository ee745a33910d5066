package io.calotype.pictures.credentials;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes boxes of the JPEG universal metadata box format (ISO/IEC 19566-5), in which C2PA keeps its manifests. */
final class Jumbf {

    /** A box's length and type. */
    static final int HEADER = 8;

    /** The last 12 bytes of each content type's UUID. */
    private static final byte[] UUID_END = {0, 0x11, 0, 0x10, (byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71
    };

    private static final byte REQUESTABLE_WITH_LABEL = 3;

    private Jumbf() {}

    /** A box that holds bytes. */
    static byte[] box(String type, byte[] content) {
        return ByteBuffer.allocate(HEADER + content.length)
                .putInt(HEADER + content.length)
                .put(type.getBytes(US_ASCII))
                .put(content)
                .array();
    }

    /**
     * A box of boxes.
     *
     * @param type the four letters that begin its content type's UUID
     * @param label its name in references
     */
    static byte[] superbox(String type, String label, List<byte[]> boxes) {
        var content = new ByteArrayOutputStream();
        content.writeBytes(box("jumd", description(type, label)));
        boxes.forEach(content::writeBytes);
        return box("jumb", content.toByteArray());
    }

    /** A box of CBOR. */
    static byte[] cbor(String type, String label, byte[] cbor) {
        return superbox(type, label, List.of(box("cbor", cbor)));
    }

    private static byte[] description(String type, String label) {
        var name = (label + '\0').getBytes(UTF_8);
        return ByteBuffer.allocate(4 + UUID_END.length + 1 + name.length)
                .put(type.getBytes(US_ASCII))
                .put(UUID_END)
                .put(REQUESTABLE_WITH_LABEL)
                .put(name)
                .array();
    }
}
