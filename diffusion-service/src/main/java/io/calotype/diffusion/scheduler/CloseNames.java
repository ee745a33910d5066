package io.calotype.diffusion.scheduler;

import java.util.Comparator;
import java.util.List;

/** Finds the known names that an unknown one may have meant. */
final class CloseNames {
    private static final int MOST = 4;
    private static final int FAMILY = 3;
    private static final int MISTYPED = 2;

    private CloseNames() {}

    /** Returns up to four names, the closest first: of the same beginning, or a few letters apart. */
    static List<String> of(String asked, List<String> known) {
        var name = SchedulerName.squeezed(asked);
        return known.stream()
                .filter(candidate -> isClose(name, SchedulerName.squeezed(candidate)))
                .sorted(Comparator.comparingInt(candidate -> distance(name, SchedulerName.squeezed(candidate))))
                .limit(MOST)
                .toList();
    }

    private static boolean isClose(String name, String candidate) {
        boolean sameFamily = name.length() >= FAMILY && candidate.startsWith(name.substring(0, FAMILY));
        return sameFamily || distance(name, candidate) <= MISTYPED;
    }

    /** Returns how many letters must be put in, left out or replaced (V. Levenshtein, 1966). */
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
