package io.calotype.diffusion.pack;

import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import java.nio.file.Path;

/** The tiny exports of every family; {@code models/fixtures/packs} makes them again. */
public final class FixturePack {

    private static final Path FOLDER = Path.of("../models/fixtures/packs");

    private FixturePack() {}

    /** An export as it lies in the repository. */
    public static ModelPack open(String family) {
        return ModelPack.draft(FOLDER.resolve(family), family);
    }

    /** Loads its denoising model, with one thread. */
    public static DenoisingPack load(String family) {
        return DenoisingPack.load(open(family), SessionSettings.cpu(1));
    }
}
