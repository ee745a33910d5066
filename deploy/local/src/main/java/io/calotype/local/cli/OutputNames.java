package io.calotype.local.cli;

import io.calotype.contracts.spec.OutputFormat;
import io.calotype.local.failure.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names of the picture files.
 *
 * <p>{@code -o apple.png} is the name of a single picture; of several it gives {@code apple-0.png}, {@code apple-1.png} and so on.
 * A folder (one that is there, or a name that ends in a slash), and nothing at all, which means the working folder,
 * give {@code <words of the prompt>-<seed>.<ending>}.
 *
 * @param target what follows {@code -o}, or null
 */
record OutputNames(@Nullable String target, String prompt, int images) {

    private static final int LONGEST_SLUG = 40;

    /** The format that the file's ending asks for; none for a folder. */
    Optional<OutputFormat> format() {
        if (target == null || isFolder(target)) {
            return Optional.empty();
        }
        var ending = ending(target).toLowerCase(Locale.ROOT);
        return Optional.of(
                switch (ending) {
                    case ".png" -> OutputFormat.PNG;
                    case ".jpg", ".jpeg" -> OutputFormat.JPEG;
                    case ".webp" -> OutputFormat.WEBP;
                    default ->
                        throw new IllegalArgumentException(
                                "-o " + target + " must end in .png, .jpg or .webp, or be a folder");
                });
    }

    /** Returns the file of one picture, and creates its folder. */
    Path file(int index, String seed, String storedEnding) {
        if (target == null || isFolder(target)) {
            var folder = Path.of(target == null ? "" : target);
            return inFolder(folder.resolve(slug() + "-" + seed + storedEnding));
        }
        if (images == 1) {
            return inFolder(Path.of(target));
        }
        var ending = ending(target);
        return inFolder(Path.of(target.substring(0, target.length() - ending.length()) + "-" + index + ending));
    }

    private String slug() {
        var words = prompt.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-+|-+$", "");
        var slug = words.codePoints()
                .limit(LONGEST_SLUG)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll("-+$", "");
        return slug.isEmpty() ? "picture" : slug;
    }

    private static boolean isFolder(String target) {
        return target.endsWith("/") || Files.isDirectory(Path.of(target));
    }

    private static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') ? name.substring(dot) : "";
    }

    private static Path inFolder(Path file) {
        var folder = file.toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
            return file;
        } catch (IOException e) {
            throw new LocalFailure("Cannot create the folder " + folder, e);
        }
    }
}
