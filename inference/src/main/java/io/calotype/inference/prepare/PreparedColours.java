package io.calotype.inference.prepare;

import com.fasterxml.jackson.core.JacksonException;
import io.calotype.inference.image.SafetyChecker;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.pack.PreparedNote;
import io.calotype.inference.pack.PreviewFactors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The preview colours of a pack: its own, or those fitted when it was added and kept beside it as {@code .prepared/<sha256 of
 * the VAE decoder>/colours.json}.
 *
 * <p>They are not part of the pack, because its digest must not depend on the machine on which it was added. A pack with a safety
 * checker has none: a preview is seen before any check.
 */
public final class PreparedColours {

    private PreparedColours() {}

    /** Returns whether a pack's pictures may be seen before they are finished. */
    public static boolean mayBeSeen(ModelPack pack) {
        return !SafetyChecker.isIn(pack);
    }

    /**
     * Returns a pack's colours, {@link PreviewFactors#NONE} where there are none, they may not be seen, or what is kept cannot be
     * read.
     */
    public static PreviewFactors of(ModelPack pack) {
        if (!mayBeSeen(pack)) {
            return PreviewFactors.NONE;
        }
        var own = pack.settings().preview();
        var kept = file(pack);
        if (!own.factors().isEmpty() || !Files.isRegularFile(kept)) {
            return own;
        }
        try {
            return PreparedNote.read(kept, PreviewFactors.class);
        } catch (JacksonException e) {
            return PreviewFactors.NONE;
        } catch (IOException e) {
            throw new PackException(kept, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Keeps colours that were found for a pack. */
    public static void keep(ModelPack pack, PreviewFactors colours) {
        var file = file(pack);
        try {
            Files.createDirectories(file.getParent());
            PreparedNote.write(file, colours);
        } catch (IOException e) {
            throw new PackException(file, "cannot be written: " + e.getMessage(), e);
        }
    }

    private static Path file(ModelPack pack) {
        return PreparedGraph.beside(pack, "vae_decoder").folder().resolve("colours.json");
    }
}
