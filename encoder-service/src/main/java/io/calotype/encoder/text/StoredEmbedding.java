package io.calotype.encoder.text;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.tensor.SafetensorsWriter;
import io.calotype.contracts.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * An embedding in the object store: safetensors with {@code prompt_embeds} and {@code pooled_prompt_embeds}, and the sha256 of
 * both. Tokens are not in it, since they are the text.
 */
final class StoredEmbedding {

    private static final Logger LOG = Logger.getLogger(StoredEmbedding.class);
    private static final String STATES = "prompt_embeds";
    private static final String POOLED = "pooled_prompt_embeds";
    private static final String SHA256 = "sha256";
    private static final int HEADER_BYTES = 1 << 10;

    private StoredEmbedding() {}

    static byte[] write(TextEmbedding embedding) {
        var tensors = Map.of(STATES, embedding.states(), POOLED, embedding.pooled());
        var metadata = Map.of(SHA256, sha256(embedding.states(), embedding.pooled()));
        return SafetensorsWriter.write(new Safetensors(metadata, tensors));
    }

    /**
     * Reads an embedding.
     *
     * @param outline of the text that it must be
     * @return empty if it is damaged or of another shape
     */
    static Optional<TextEmbedding> read(byte[] stored, TextEmbedding outline) {
        try {
            var file = SafetensorsReader.read(ByteBuffer.wrap(stored));
            var states = like(outline.states(), STATES, file);
            var pooled = like(outline.pooled(), POOLED, file);
            if (sha256(states, pooled).equals(file.metadata().get(SHA256))) {
                return Optional.of(new TextEmbedding(outline.tokens(), states, outline.mask(), pooled));
            }
            LOG.warn("a stored embedding is not what was written; its text is encoded again");
        } catch (Refusal refusal) {
            LOG.warnf(
                    "a stored embedding is ignored, its text is encoded again: %s",
                    refusal.problem().detail());
        }
        return Optional.empty();
    }

    /** Returns the most bytes that the embedding of such a text takes in the store. */
    static long maxBytes(TextEmbedding outline) {
        return HEADER_BYTES
                + (long) outline.states().data().remaining()
                + outline.pooled().data().remaining();
    }

    private static Tensor like(Tensor expected, String name, Safetensors file) {
        return file.require(name)
                .requireShape(name, DType.F32, expected.shape().toArray())
                .requireFinite(name);
    }

    private static String sha256(Tensor states, Tensor pooled) {
        var digest = Sha256.newDigest();
        digest.update(states.data());
        digest.update(pooled.data());
        return HexFormat.of().formatHex(digest.digest());
    }
}
