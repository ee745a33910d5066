package io.calotype.inference.control;

import io.calotype.contracts.pack.ControlFolder;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ControlRequest;
import io.calotype.contracts.spec.ControlUse;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The control models of a pack; one is loaded when the first image asks for it, and stays. Thread-safe. */
public final class ControlShelf implements AutoCloseable {

    private final ModelPack pack;
    private final ControlFolder folder;
    private final Map<String, ControlModel> loaded = new HashMap<>();

    private ControlShelf(ModelPack pack, ControlFolder folder) {
        this.pack = pack;
        this.folder = folder;
    }

    /** The shelf of a pack, beside it. */
    public static ControlShelf of(ModelPack pack) {
        return new ControlShelf(pack, ControlFolder.of(pack.directory().resolveSibling(""), pack.name()));
    }

    /** Whether there are any now for this version of the pack; {@link PackException} names one that is damaged. */
    public boolean any() {
        try {
            return folder.names().stream()
                    .anyMatch(name -> folder.find(name).filter(this::isForPack).isPresent());
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new PackException(folder.folder(), String.valueOf(e.getMessage()), e);
        }
    }

    private boolean isForPack(ControlFolder.Entry entry) {
        return entry.denoiser().equals(pack.modelSha256(pack.family().denoiser().component()));
    }

    /**
     * Refuses images of a size that one of their control models cannot read.
     *
     * @throws Refusal INVALID_PARAMETER, or as {@link #find}
     */
    public void requireSize(List<ControlUse> uses, ImageSize size) {
        for (var use : uses) {
            int multiple = known(use.model(), use.sha256()).sizeMultiple();
            if (size.width() % multiple != 0 || size.height() % multiple != 0) {
                throw refusal(
                        ProblemType.INVALID_PARAMETER,
                        "'%s' reads pictures whose sides are multiples of %d; %s are not"
                                .formatted(use.model(), multiple, size));
            }
        }
    }

    /**
     * Finds what a prompt asks for.
     *
     * @throws Refusal UNKNOWN_MODEL if there is no such control model; PACK_MISMATCH if it is another, or for another version of the pack
     */
    public List<ControlUse> find(List<ControlRequest> requests) {
        return requests.stream().map(this::find).toList();
    }

    private ControlUse find(ControlRequest request) {
        var entry = known(request.model(), request.sha256());
        return new ControlUse(request.model(), request.scale(), request.start(), request.end(), entry.sha256());
    }

    /**
     * Returns a loaded control model; blocks while it loads.
     *
     * @throws Refusal as {@link #find}
     */
    public synchronized ControlModel open(ControlUse use, SessionSettings settings) {
        var entry = known(use.model(), use.sha256());
        var held = loaded.get(entry.sha256());
        if (held != null) {
            return held;
        }
        var files = ControlFiles.of(folder.folder(entry.name()));
        if (!files.sha256().equals(entry.sha256())) {
            throw new PackException(files.model(), "is not the model that was added: its sha256 is another");
        }
        var model = ControlModel.load(files.model(), settings);
        loaded.put(entry.sha256(), model);
        return model;
    }

    private ControlFolder.Entry known(String name, @Nullable String sha256) {
        var entry = folder.find(name).orElseThrow(() -> {
            var names = folder.names();
            return refusal(
                    ProblemType.UNKNOWN_MODEL,
                    "there is no control model '%s' for %s; there %s"
                            .formatted(name, pack.name(), names.isEmpty() ? "are none" : "are " + names));
        });
        if (!isForPack(entry)) {
            throw refusal(
                    ProblemType.PACK_MISMATCH,
                    "'%s' was added to another version of %s; add it again".formatted(name, pack.name()));
        }
        if (sha256 != null && !entry.sha256().equals(sha256)) {
            throw refusal(
                    ProblemType.PACK_MISMATCH,
                    "the sha256 of '%s' is %s here, not %s".formatted(name, entry.sha256(), sha256));
        }
        return entry;
    }

    private static Refusal refusal(ProblemType type, String detail) {
        return Refusal.of(type, ControlRequest.FIELD, ControlRequest.FIELD + ": " + detail);
    }

    @Override
    public synchronized void close() {
        loaded.values().forEach(control -> control.model().close());
        loaded.clear();
    }
}
