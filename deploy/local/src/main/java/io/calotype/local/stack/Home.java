package io.calotype.local.stack;

import io.calotype.inference.pack.UpscalerPack;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.pack.ShippedPacks;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where things are on this machine.
 *
 * @param root the project's folder, which holds the built services
 * @param data what the stack keeps between runs
 * @param packs the model packs, one folder each
 */
public record Home(Path root, Path data, Path packs) {

    /** Finds everything from the project's folder and, where set, {@code CALOTYPE_DATA} and {@code CALOTYPE_PACKS_DIR}. */
    public static Home under(Path root) {
        var absolute = root.toAbsolutePath().normalize();
        var data = fromEnvironment("CALOTYPE_DATA", absolute.resolve(".calotype"));
        var packs = data.resolve("packs");
        var chosen = fromEnvironment("CALOTYPE_PACKS_DIR", packs);
        if (chosen.equals(packs)) {
            ShippedPacks.show(absolute.resolve("models/target/packs"), packs);
        }
        return new Home(absolute, data, chosen);
    }

    private static Path fromEnvironment(String name, Path fallback) {
        var value = System.getenv(name);
        return value == null || value.isBlank() ? fallback : Path.of(value).toAbsolutePath();
    }

    /** The file that says how to reach the stack that runs on the data folder. */
    public Path stateFile() {
        return data.resolve("stack.json");
    }

    /** A service's runnable jar. */
    public Path jar(String service) {
        var jar = root.resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new LocalFailure(service + " is not built: " + jar + " is missing");
        }
        return jar;
    }

    /** The agent that ties a service to its launcher; it is beside this program. */
    public Path leash() {
        try {
            var location = Home.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(location.toURI()).resolveSibling("calotype-leash.jar");
        } catch (URISyntaxException e) {
            throw new LocalFailure("Cannot find this program's folder", e);
        }
    }

    /** The names of the packs, sorted. */
    public List<String> models() {
        if (!Files.isDirectory(packs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(packs)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("model_index.json")))
                    .filter(folder -> !folder.getFileName().toString().startsWith("."))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LocalFailure("Cannot list the model packs in " + packs, e);
        }
    }

    /** Whether there is a pack of that name that enlarges pictures. */
    public boolean hasUpscaler(String name) {
        return UpscalerPack.isIn(packs.resolve(name));
    }

    /** The bytes of a pack's files; 0 if there is no such pack. */
    long bytes(String model) {
        var folder = packs.resolve(model);
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new LocalFailure("Cannot read the model pack " + folder, e);
        }
    }
}
