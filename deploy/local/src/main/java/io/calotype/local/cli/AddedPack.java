package io.calotype.local.cli;

import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.prepare.PackInstall;
import io.calotype.local.stack.Home;
import java.io.PrintWriter;

/** A pack that was just added: prepared, and tried by a picture of one step. */
final class AddedPack {

    private AddedPack() {}

    /** Prepares a pack and draws a picture with it; if that fails, the pack is removed, and what was prepared for it alone. */
    static void tryOut(Home home, ModelPack pack, PrintWriter out) {
        try {
            PackPreparation.of(pack, out);
            TrialPicture.draw(home, pack);
        } catch (RuntimeException e) {
            PackInstall.remove(pack);
            throw e;
        }
    }
}
