package io.calotype.local.cli;

import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.prepare.DenoisingModel;
import io.calotype.inference.prepare.PackInstall;
import io.calotype.inference.prepare.PreparedColours;
import io.calotype.local.preview.PreviewFit;
import io.calotype.local.stack.Home;
import java.io.PrintWriter;

/** A pack that was just added: prepared, and tried by a picture of one step. */
final class AddedPack {

    private static final SessionSettings CPU = SessionSettings.cpu(1);
    private static final SessionSettings ALL_CORES =
            SessionSettings.cpu(Runtime.getRuntime().availableProcessors());

    private AddedPack() {}

    /** Prepares a pack and draws a picture with it; the pack is removed if that fails. */
    static void tryOut(Home home, ModelPack pack, PrintWriter out) {
        try {
            prepare(pack, out);
            TrialPicture.draw(home, pack);
        } catch (RuntimeException e) {
            PackInstall.remove(pack.directory());
            throw e;
        }
    }

    private static void prepare(ModelPack pack, PrintWriter out) {
        var component = pack.family().denoiser().component();
        pack.verify(component);
        var preparation = DenoisingModel.prepare(pack, component, CPU);
        out.println("  " + component
                + switch (preparation.timesteps()) {
                    case PER_ROW -> " takes one timestep per row";
                    case EDITED -> " is edited to take one timestep per row, with the same results";
                    case SHARED -> " takes one timestep for all rows: images share a call where theirs is the same";
                });
        if (preparation.fusedAttention()) {
            out.println("  " + component + " computes each attention in one operation: less memory, the same results");
        }
        if (!PreparedColours.mayBeSeen(pack)) {
            out.println("  nothing of a picture is shown before its safety checker has looked at it");
        } else if (PreparedColours.of(pack).factors().isEmpty()) {
            pack.verify("vae_decoder");
            PreparedColours.keep(pack, PreviewFit.of(pack, ALL_CORES));
            out.println("  preview colours are fitted, so that pictures can be watched as they develop");
        }
    }
}
