package io.calotype.inference.lora;

import io.calotype.contracts.pack.LoraEntry;
import io.calotype.contracts.pack.LoraFolder;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.LoraRequest;
import io.calotype.contracts.spec.LoraUse;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The LoRAs that images of a pack can ask for; they are read when an image needs them, and let go when none does. Thread-safe. */
public final class LoraShelf {

    private record Key(String sha256, String component) {}

    private final ModelPack pack;
    private final LoraFolder folder;
    private final Map<Key, WeakReference<LoraWeights>> loaded = new ConcurrentHashMap<>();

    private LoraShelf(ModelPack pack, LoraFolder folder) {
        this.pack = pack;
        this.folder = folder;
    }

    /** The shelf of a pack, beside it. */
    public static LoraShelf of(ModelPack pack) {
        return new LoraShelf(pack, LoraFolder.of(pack.directory().resolveSibling(""), pack.name()));
    }

    /** The layers of a component that any of them changes now. */
    public SortedSet<String> layers(String component) {
        var all = new TreeSet<String>();
        for (var name : folder.names()) {
            var model = entry(name).models().get(component);
            if (model != null && model.sha256().equals(pack.modelSha256(component))) {
                all.addAll(model.layers().keySet());
            }
        }
        return all;
    }

    /**
     * Finds what a prompt asks for.
     *
     * @throws Refusal UNKNOWN_MODEL if there is no such LoRA; PACK_MISMATCH if it is not the same file, or for another version of the pack
     */
    public List<LoraUse> find(List<LoraRequest> requests) {
        return requests.stream().map(this::find).toList();
    }

    private LoraUse find(LoraRequest request) {
        var entry = known(request.name());
        requireSame(entry, request.sha256());
        return new LoraUse(request.name(), request.scale(), entry.sha256(), entry.autoV3());
    }

    /** Returns those that change one of some components. */
    public List<LoraUse> changing(List<String> components, List<LoraUse> uses) {
        return uses.stream()
                .filter(use -> components.stream().anyMatch(known(use.name()).models()::containsKey))
                .toList();
    }

    /**
     * Opens the LoRAs of an image for one model; blocks on the disk.
     *
     * @throws Refusal as {@link #find}
     */
    public LoraMix open(List<LoraUse> uses, String component) {
        return new LoraMix(uses.stream()
                .filter(use -> use.scale() != 0)
                .map(use -> new LoraMix.Part(open(use, component), use.scale()))
                .filter(part -> !part.weights().layers().isEmpty())
                .toList());
    }

    private LoraWeights open(LoraUse use, String component) {
        var entry = known(use.name());
        requireSame(entry, use.sha256());
        var key = new Key(entry.sha256(), component);
        var held = loaded.get(key);
        var weights = held == null ? null : held.get();
        if (weights == null) {
            weights = read(entry, component);
            loaded.values().removeIf(reference -> reference.refersTo(null));
            loaded.put(key, new WeakReference<>(weights));
        }
        return weights;
    }

    private LoraWeights read(LoraEntry entry, String component) {
        var model = entry.models().get(component);
        if (model == null) {
            return new LoraWeights(entry.sha256(), Map.of());
        }
        var file = folder.weights(entry.name());
        if (!ModelPack.sha256Of(file).equals(entry.sha256())) {
            throw new PackException(file, "is not the file that was added: its sha256 is another");
        }
        var layers = LoraFile.read(file).layers();
        return new LoraWeights(
                entry.sha256(),
                model.layers().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, layer -> Objects.requireNonNull(layers.get(layer.getValue())))));
    }

    private LoraEntry known(String name) {
        var entry = folder.find(name).orElseThrow(() -> {
            var names = folder.names();
            var detail = "loras: there is no LoRA '%s' for %s; there %s"
                    .formatted(name, pack.name(), names.isEmpty() ? "are none" : "are " + names);
            return Refusal.of(ProblemType.UNKNOWN_MODEL, LoraRequest.FIELD, detail);
        });
        entry.models().forEach((component, model) -> {
            if (!pack.has(component) || !pack.modelSha256(component).equals(model.sha256())) {
                var detail = "loras: '%s' was added to another version of %s, whose %s differs; add it again"
                        .formatted(name, pack.name(), component);
                throw Refusal.of(ProblemType.PACK_MISMATCH, LoraRequest.FIELD, detail);
            }
        });
        return entry;
    }

    private static void requireSame(LoraEntry entry, @Nullable String sha256) {
        if (sha256 != null && !entry.sha256().equals(sha256)) {
            var detail = "loras: the sha256 of '%s' is %s here, not %s".formatted(entry.name(), entry.sha256(), sha256);
            throw Refusal.of(ProblemType.PACK_MISMATCH, LoraRequest.FIELD, detail);
        }
    }

    private LoraEntry entry(String name) {
        try {
            return folder.find(name).orElseThrow();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new PackException(folder.folder().resolve(name + ".json"), String.valueOf(e.getMessage()), e);
        }
    }
}
