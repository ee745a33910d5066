package io.calotype.inference.kept;

import io.calotype.inference.control.ControlGraph;
import io.calotype.inference.optimised.GraphKeeping;
import io.calotype.inference.optimised.Keeping;
import io.calotype.inference.optimised.UnusedGraphs;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.VaeModel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The graphs of a pack that are kept as ONNX Runtime optimises them: those that its services load on this machine. */
public final class KeptGraphs {

    private static final String DECODER = "vae_decoder";

    private KeptGraphs() {}

    /** The components of which graphs are kept. */
    public static List<String> components(ModelPack pack) {
        return List.of(pack.family().denoiser().component(), DECODER);
    }

    /** Keeps the graph of such a component, with inputs for the LoRAs and control models that the pack has now. */
    public static Keeping keep(ModelPack pack, String component) {
        return withGraph(pack, component, graph -> GraphKeeping.keep(pack, component, graph));
    }

    /**
     * Removes graphs of such a component that no start uses any more, with this pack or another one that has the same model.
     *
     * @param others whether to remove those of other versions and machines, too
     * @return how many bytes they had
     * @throws PackException if another pack beside it cannot be read, of which nobody knows what it uses, or a file cannot be removed
     */
    public static long removeUnused(ModelPack pack, String component, boolean others) {
        return UnusedGraphs.remove(pack, component, used(pack, component), others);
    }

    private static Set<Path> used(ModelPack pack, String component) {
        var used = new HashSet<Path>();
        for (var other : new ModelPacks(pack.directory().resolveSibling("")).all()) {
            if (other.has(component) && other.prepared(component).equals(pack.prepared(component))) {
                withGraph(other, component, graph -> GraphKeeping.folder(other, component, graph))
                        .ifPresent(used::add);
            }
        }
        return used;
    }

    private static <T> T withGraph(ModelPack pack, String component, Function<Path, T> use) {
        return component.equals(DECODER) ? VaeModel.withGraph(pack, component, use) : ControlGraph.withGraph(pack, use);
    }
}
