package io.calotype.inference.control;

import io.calotype.contracts.pack.ControlFolder;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.PackInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Adds a ControlNet or T2I-Adapter to a pack; the pack itself and its digest stay as they are. */
public final class ControlAddition {

    private static final int PIXELS = 8; // of a picture, for one of the latents

    private ControlAddition() {}

    /**
     * Adds an export of {@code models/export/controlnet.py}, in the place of one that was added to another version of the pack.
     *
     * @param name under which prompts know it
     * @throws PackException that says what does not fit; nothing is added then
     */
    public static ControlFolder.Entry add(Path export, ModelPack pack, String name, SessionSettings settings) {
        ModelPacks.requireName(export, name);
        var folder = ControlFolder.of(pack.directory().resolveSibling(""), pack.name());
        var target = folder.folder(name);
        var component = pack.family().denoiser().component();
        pack.verify(component);
        var denoiser = pack.modelSha256(component);
        if (folder.find(name).filter(other -> other.denoiser().equals(denoiser)).isPresent()) {
            throw new PackException(target, "is there already");
        }
        var files = ControlFiles.of(export);
        int multiple = Math.max(PIXELS, files.config().path("downscale_factor").asInt(PIXELS));
        ControlCheck.require(files.model(), pack, settings);
        var entry = new ControlFolder.Entry(name, files.sha256(), denoiser, multiple);
        var unfinished = folder.folder(".adding-" + name);
        try {
            PackInstall.remove(unfinished);
            files.copyTo(unfinished);
            PackInstall.remove(target);
            Files.move(unfinished, target);
            folder.add(entry);
            return entry;
        } catch (IOException e) {
            PackInstall.remove(unfinished);
            throw new PackException(target, "cannot be written: " + e.getMessage(), e);
        }
    }
}
