package io.calotype.local.cli;

import io.calotype.inference.kept.KeptGraphs;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.optimised.Keeping;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.DenoisingModel;
import io.calotype.inference.prepare.PreparedColours;
import io.calotype.inference.prepare.VaeModel;
import io.calotype.local.preview.PreviewFit;
import java.io.PrintWriter;
import java.util.List;

/** What is done to a pack once, on the machine that serves it: kept beside the packs, where it is not there yet. */
final class PackPreparation {

    private static final SessionSettings ALL_CORES =
            SessionSettings.cpu(Runtime.getRuntime().availableProcessors());
    private static final String DECODER = "vae_decoder";

    private final ModelPack pack;
    private final PrintWriter out;

    private PackPreparation(ModelPack pack, PrintWriter out) {
        this.pack = pack;
        this.out = out;
    }

    /** Edits the graphs of a pack's models, keeps them optimised, fits preview colours, and says what was done. */
    static void of(ModelPack pack, PrintWriter out) {
        of(pack, out, false);
    }

    /**
     * The same.
     *
     * @param removeOthers whether to remove what was kept of its models by other versions and for other machines
     */
    static void of(ModelPack pack, PrintWriter out, boolean removeOthers) {
        var preparation = new PackPreparation(pack, out);
        preparation.editDenoiser();
        List.of(DECODER, "vae_encoder").forEach(preparation::editVae);
        KeptGraphs.components(pack).forEach(component -> preparation.keepOptimised(component, removeOthers));
        preparation.fitColours();
    }

    /** Keeps a pack's denoiser optimised with inputs for the LoRAs and control models that it has now. */
    static void ofDenoiser(ModelPack pack, PrintWriter out) {
        new PackPreparation(pack, out).keepOptimised(pack.family().denoiser().component(), false);
    }

    private void editDenoiser() {
        var component = pack.family().denoiser().component();
        pack.verify(component);
        var preparation = DenoisingModel.prepare(pack, component);
        say(
                component,
                switch (preparation.timesteps()) {
                    case PER_ROW -> "takes one timestep per row";
                    case EDITED -> "is edited to take one timestep per row, with the same results";
                    case SHARED -> "takes one timestep for all rows: images share a call where theirs is the same";
                });
        sayIfFused(component, preparation.fusedAttention());
    }

    private void editVae(String component) {
        if (pack.has(component)) {
            pack.verify(component);
            sayIfFused(component, VaeModel.prepare(pack, component));
        }
    }

    private void sayIfFused(String component, boolean fused) {
        if (fused) {
            say(component, "computes each attention in one operation: less memory, the same results");
        }
    }

    private void keepOptimised(String component, boolean removeOthers) {
        var keeping = KeptGraphs.keep(pack, component);
        if (keeping instanceof Keeping.Kept kept) {
            say(
                    component,
                    "is kept as it is optimised for this processor, %,d MB, to load faster"
                            .formatted(megabytes(kept.bytes())));
        } else if (keeping instanceof Keeping.NotKept not) {
            say(component, "is not kept as it is optimised, but optimised at each start, because " + not.reason());
        }
        removeUnused(component, removeOthers);
    }

    private void removeUnused(String component, boolean removeOthers) {
        try {
            long removed = KeptGraphs.removeUnused(pack, component, removeOthers);
            if (removed > 0) {
                say(
                        component,
                        "had optimised graphs that no start uses: %,d MB are free".formatted(megabytes(removed)));
            }
        } catch (PackException e) {
            say(component, "may have optimised graphs that no start uses: they stay, because " + e.getMessage());
        }
    }

    private static long megabytes(long bytes) {
        return bytes / 1_000_000;
    }

    private void fitColours() {
        if (!PreparedColours.mayBeSeen(pack)) {
            out.println("  nothing of a picture is shown before its safety checker has looked at it");
        } else if (PreparedColours.of(pack).factors().isEmpty()) {
            pack.verify(DECODER);
            PreparedColours.keep(pack, PreviewFit.of(pack, ALL_CORES));
            out.println("  preview colours are fitted, so that pictures can be watched as they develop");
        }
    }

    private void say(String component, String what) {
        out.println("  " + component + " " + what);
    }
}
