package io.calotype.local.cli;

import io.calotype.inference.control.ControlGraph;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.optimised.GraphKeeping;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.prepare.DenoisingModel;
import io.calotype.inference.prepare.PreparedColours;
import io.calotype.inference.prepare.VaeModel;
import io.calotype.local.preview.PreviewFit;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** What is done to a pack once, on the machine that serves it: kept beside the packs, where it is not there yet. */
final class PackPreparation {

    private static final SessionSettings CPU = SessionSettings.cpu(1);
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
        var preparation = new PackPreparation(pack, out);
        preparation.editDenoiser();
        List.of(DECODER, "vae_encoder").forEach(preparation::editVae);
        preparation.keepOptimised();
        preparation.fitColours();
    }

    private void editDenoiser() {
        var component = pack.family().denoiser().component();
        pack.verify(component);
        var preparation = DenoisingModel.prepare(pack, component, CPU);
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
            sayIfFused(component, VaeModel.prepare(pack, component, CPU));
        }
    }

    private void sayIfFused(String component, boolean fused) {
        if (fused) {
            say(component, "computes each attention in one operation: less memory, the same results");
        }
    }

    private void keepOptimised() {
        var denoiser = pack.family().denoiser().component();
        sayIfKept(denoiser, ControlGraph.withGraph(pack, CPU, graph -> GraphKeeping.keep(pack, denoiser, graph)));
        sayIfKept(DECODER, VaeModel.withGraph(pack, DECODER, CPU, graph -> GraphKeeping.keep(pack, DECODER, graph)));
    }

    private void sayIfKept(String component, Optional<Long> bytes) {
        say(
                component,
                bytes.map(kept -> "is kept as it is optimised for this processor, %,d MB, to load faster"
                                .formatted(kept / 1_000_000))
                        .orElse(
                                "is optimised at each start: the processor is unknown, or the disk has too little room"));
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
