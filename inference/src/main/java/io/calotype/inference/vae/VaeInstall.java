package io.calotype.inference.vae;

import io.calotype.inference.pack.FileLink;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.PackInstall;
import io.calotype.inference.revision.PackRevision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Makes a pack of another pack and the decoder of a VAE. */
public final class VaeInstall {

    private static final String DECODER = "vae_decoder";
    private static final String CHANNELS = "latent_channels";
    private static final int CHANNELS_BY_DEFAULT = 4; // diffusers' AutoencoderKL

    private VaeInstall() {}

    /**
     * Adds a pack beside others that decodes the same latents by another VAE; files that do not change are linked where the file system
     * can.
     *
     * @param vae an export with {@code vae_decoder}, or that folder itself
     * @return the pack, in its new folder
     * @throws PackException that names the file that is missing, or is for latents of another kind
     */
    public static ModelPack install(Path vae, ModelPack base, String name, Path packs) {
        var decoder = Files.isDirectory(vae.resolve(DECODER)) ? vae.resolve(DECODER) : vae;
        var model = decoder.resolve("model.onnx");
        if (!Files.isRegularFile(model) || !Files.isRegularFile(decoder.resolve("config.json"))) {
            throw new PackException(
                    model, "is missing: a VAE is a folder with model.onnx and config.json, or with " + DECODER);
        }
        var revision = PackRevision.of(base, model, name, packs);
        revision.madeWith("vaes", model);
        var files = files(decoder);
        var pack = revision.install(files.keySet(), folder -> {
            for (var file : files.entrySet()) {
                FileLink.linkOrCopy(file.getValue(), folder.resolve(file.getKey()));
            }
        });
        int own = channels(base);
        int found = channels(pack);
        if (found != own) {
            PackInstall.remove(pack.directory());
            throw new PackException(
                    decoder.resolve("config.json"),
                    CHANNELS + " is " + found + ", but latents of " + base.name() + " have " + own);
        }
        return pack;
    }

    private static int channels(ModelPack pack) {
        return pack.config(DECODER).path(CHANNELS).asInt(CHANNELS_BY_DEFAULT);
    }

    /** The decoder's files by their paths in a pack. */
    private static Map<String, Path> files(Path decoder) {
        try (var found = Files.list(decoder)) {
            var files = new TreeMap<String, Path>();
            found.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .forEach(file -> files.put(DECODER + "/" + file.getFileName(), file));
            return files;
        } catch (IOException e) {
            throw new PackException(decoder, "cannot be read: " + e.getMessage(), e);
        }
    }
}
