package io.calotype.inference.safety;

import io.calotype.inference.image.SafetyChecker;
import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.FileLink;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.PackInstall;
import io.calotype.inference.revision.PackRevision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes a pack of another pack and a safety checker. */
public final class SafetyInstall {

    private static final List<String> FOLDERS = List.of("safety_checker", "feature_extractor");

    private static final String MISSING = "is missing: a checker is a folder with " + String.join(" and ", FOLDERS);

    private SafetyInstall() {}

    /**
     * Adds a pack beside others, once its checker has looked at a picture; files that do not change are linked where the file system
     * can.
     *
     * @param checker a folder with {@code safety_checker} and {@code feature_extractor}, as diffusers' older export script writes them
     * @return the pack, in its new folder
     * @throws PackException that names the file that is missing or does not fit; nothing is left then
     */
    public static ModelPack install(Path checker, ModelPack base, String name, Path packs) {
        if (SafetyChecker.isIn(base)) {
            throw new PackException(base.directory(), "has a safety_checker already");
        }
        var model = checker.resolve("safety_checker/model.onnx");
        if (!Files.isRegularFile(model)) {
            throw new PackException(model, MISSING);
        }
        var revision = PackRevision.of(base, model, name, packs);
        revision.madeWith("safety_checkers", model);
        var added = files(checker);
        var pack = revision.install(added, folder -> {
            for (var path : added) {
                FileLink.linkOrCopy(checker.resolve(path), folder.resolve(path));
            }
        });
        try {
            SafetyChecker.open(pack, SessionSettings.cpu(1)).ifPresent(SafetyChecker::close);
            return pack;
        } catch (PackException | OnnxException e) {
            PackInstall.remove(pack.directory());
            throw e;
        }
    }

    private static Set<String> files(Path checker) {
        var files = new TreeSet<String>();
        for (var folder : FOLDERS) {
            var root = checker.resolve(folder);
            if (!Files.isDirectory(root)) {
                throw new PackException(root, MISSING);
            }
            try (var found = Files.walk(root)) {
                found.filter(Files::isRegularFile)
                        .filter(file -> !file.getFileName().toString().startsWith("."))
                        .map(file -> checker.relativize(file).toString().replace('\\', '/'))
                        .forEach(files::add);
            } catch (IOException e) {
                throw new PackException(root, "cannot be read: " + e.getMessage(), e);
            }
        }
        return files;
    }
}
