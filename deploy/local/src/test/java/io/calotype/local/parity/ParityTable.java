package io.calotype.local.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The largest of some number over the cells of each scheduler and family, as a table of a Markdown file. */
final class ParityTable {
    private final String name;
    private final String format;
    private final Map<String, Map<String, Double>> largest = new TreeMap<>();

    /** Takes the name that a comment above the table in the file has, and the format of its numbers. */
    ParityTable(String name, String format) {
        this.name = name;
        this.format = format;
    }

    void add(String scheduler, String family, double value) {
        largest.computeIfAbsent(scheduler, row -> new TreeMap<>()).merge(family, value, Math::max);
    }

    @Override
    public String toString() {
        return name + "\n" + rows();
    }

    private String rows() {
        var families = new TreeSet<String>();
        largest.values().forEach(row -> families.addAll(row.keySet()));
        var lines = new ArrayList<String>();
        lines.add(families.stream().collect(Collectors.joining(" | ", "| | ", " |")));
        lines.add("|---".repeat(families.size() + 1) + "|");
        largest.forEach((scheduler, row) -> lines.add(families.stream()
                .map(family -> row.containsKey(family) ? String.format(format, row.get(family)) : "")
                .collect(Collectors.joining(" | ", "| `" + scheduler + "` | ", " |"))));
        return String.join("\n", lines);
    }

    /** Puts the table in the place of the one below its comment; a page without that comment does not show it. */
    void write(Path file) throws IOException {
        var lines = List.of(Files.readString(file).split("\n", -1));
        int comment = lines.indexOf("<!-- " + name + " -->");
        if (comment < 0) {
            return;
        }
        var after = lines.subList(comment + 1, lines.size()).stream()
                .dropWhile(line -> line.startsWith("|"))
                .toList();
        var written = new ArrayList<>(lines.subList(0, comment + 1));
        written.add(rows());
        written.addAll(after);
        Files.writeString(file, String.join("\n", written));
    }
}
