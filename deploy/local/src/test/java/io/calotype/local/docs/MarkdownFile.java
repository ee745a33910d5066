package io.calotype.local.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A markdown file of this repository.
 *
 * @param prose its lines without those of code blocks
 */
record MarkdownFile(Path path, List<String> lines, List<String> prose) {

    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", "build");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");

    /** Returns all markdown files below a folder, but for build output and hidden folders other than {@code .github}. */
    static List<MarkdownFile> under(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> isOurs(root.relativize(file)))
                    .map(MarkdownFile::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MarkdownFile read(Path file) {
        try {
            var lines = Files.readAllLines(file);
            return new MarkdownFile(file, lines, proseOf(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOurs(Path file) {
        for (var part : file) {
            var name = part.toString();
            if (NOT_OURS.contains(name) || (name.startsWith(".") && !name.equals(".github"))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> proseOf(List<String> lines) {
        var prose = new ArrayList<String>();
        boolean code = false;
        for (var line : lines) {
            if (line.strip().startsWith("```")) {
                code = !code;
            } else if (!code) {
                prose.add(line);
            }
        }
        return prose;
    }

    /** Returns the links to files of this repository that lead nowhere. */
    List<String> brokenLinks() {
        return prose.stream()
                .flatMap(line -> LINK.matcher(line).results().map(link -> link.group(1)))
                .filter(link -> !link.contains(":"))
                .filter(link -> !leadsSomewhere(link))
                .map(link -> path + " links to " + link)
                .toList();
    }

    private boolean leadsSomewhere(String link) {
        var parts = link.split("#", 2);
        var target = parts[0].isEmpty() ? path : path.resolveSibling(parts[0]);
        return Files.exists(target)
                && (parts.length == 1 || read(target).anchors().contains(parts[1]));
    }

    /** The anchors that GitHub gives the headings. */
    private Set<String> anchors() {
        var anchors = new TreeSet<String>();
        for (var line : prose) {
            var heading = HEADING.matcher(line);
            if (heading.matches()) {
                var words = heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "");
                anchors.add(words.strip().replace(' ', '-'));
            }
        }
        return anchors;
    }
}
