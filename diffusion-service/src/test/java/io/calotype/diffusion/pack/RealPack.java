package io.calotype.diffusion.pack;

import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPacks;
import java.nio.file.Path;

/** The built-in pack as the build has assembled it. */
public final class RealPack {

    private static final Path PACKS = Path.of(System.getProperty("calotype.packs-dir", "../models/target/packs"));

    private RealPack() {}

    /** Loads its denoising model, with one thread. */
    public static DenoisingPack load() {
        return load(1);
    }

    /** The same with that many threads. */
    public static DenoisingPack load(int threads) {
        return DenoisingPack.load(new ModelPacks(PACKS).open("pictograms"), SessionSettings.cpu(threads));
    }
}
