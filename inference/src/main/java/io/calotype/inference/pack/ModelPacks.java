package io.calotype.inference.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A folder of model packs, each in a folder of its name.
 *
 * @param folder that holds them
 */
public record ModelPacks(Path folder) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** Opens a pack; {@link PackException} names those there are. */
    public ModelPack open(String name) {
        return open(name, "");
    }

    /**
     * Opens a variant of a pack.
     *
     * @param variant such as {@code int8}: components that have a {@code model_int8.onnx} run that in place of {@code
     *     model.onnx}; empty for the pack as it is
     */
    public ModelPack open(String name, String variant) {
        if (!NAME.matcher(name).matches() || !Files.isDirectory(folder.resolve(name))) {
            throw new PackException(folder, "no model pack named '" + name + "'; there are " + names());
        }
        var pack = ModelPack.open(folder.resolve(name), variant);
        if (!pack.name().equals(name)) {
            throw new PackException(
                    pack.directory().resolve(ModelPack.SETTINGS), "name is '" + pack.name() + "', not '" + name + "'");
        }
        return pack;
    }

    /** The packs that are there, and their variants; PackException if one of them cannot be read. */
    public List<ModelPack> all() {
        var all = new ArrayList<ModelPack>();
        for (var name : names()) {
            var pack = open(name);
            all.add(pack);
            pack.variants().forEach(variant -> all.add(open(name, variant)));
        }
        return all;
    }

    private List<String> names() {
        try (var folders = Files.list(folder)) {
            return folders.filter(pack -> Files.exists(pack.resolve(ModelPack.SETTINGS)))
                    .filter(pack -> !UpscalerPack.isIn(pack))
                    .map(pack -> String.valueOf(pack.getFileName()))
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw PackFiles.unreadable(folder, e);
        }
    }

    /** Returns a pack's name as it is, if it fits; {@link PackException} that names the file if not. */
    public static String requireName(Path file, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new PackException(file, "name '" + name + "' does not match " + NAME);
        }
        return name;
    }
}
