package io.calotype.local.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * Figures in rows, whose first column has names.
 *
 * @param header a name for each column
 */
record Table(List<String> header, List<List<String>> rows) {

    private static final int NAME = 26;
    private static final int CELL = 12;

    Table {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    /** For a terminal. */
    String text() {
        var lines = new ArrayList<List<String>>();
        lines.add(header);
        lines.addAll(rows);
        return lines.stream().map(Table::line).collect(Collectors.joining(System.lineSeparator()));
    }

    private static String line(List<String> cells) {
        var line = new StringBuilder(("%-" + NAME + "s").formatted(cells.get(0)));
        cells.subList(1, cells.size()).forEach(cell -> line.append(("%" + CELL + "s").formatted(cell)));
        return line.toString().stripTrailing();
    }

    /** For a page. */
    String markdown() {
        var lines = new StringJoiner("\n");
        lines.add(bars(header));
        lines.add(bars(header.stream()
                .map(name -> name.equals(header.get(0)) ? "---" : "---:")
                .toList()));
        rows.forEach(row -> lines.add(bars(row)));
        return lines.toString();
    }

    private static String bars(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
