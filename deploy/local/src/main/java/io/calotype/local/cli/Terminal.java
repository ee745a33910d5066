package io.calotype.local.cli;

import io.calotype.contracts.stage.Stage;
import io.calotype.local.prompt.PromptRun;
import io.calotype.local.prompt.PromptRun.ImageState;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** One line on the terminal that says how far things are; nothing when nobody looks. */
final class Terminal {

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream screen;
    private final boolean watched;
    private final Instant start = Instant.now();

    Terminal(PrintStream screen, boolean watched) {
        this.screen = screen;
        this.watched = watched;
    }

    /** Shows progress on standard error if both outputs are a terminal; the script tells which are. */
    static Terminal ofThisProcess() {
        return new Terminal(System.err, Boolean.getBoolean("calotype.terminal"));
    }

    /** Replaces the line. */
    void show(String text) {
        if (watched) {
            var seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
            screen.printf(Locale.ROOT, "%s%5.1f s  %s", CLEAR_LINE, seconds, text);
            screen.flush();
        }
    }

    /** Shows where a prompt's images are. */
    void show(PromptRun run) {
        show(line(run));
    }

    /** Takes the line away, so that something that stays can be printed. */
    void clear() {
        if (watched) {
            screen.print(CLEAR_LINE);
            screen.flush();
        }
    }

    static String line(PromptRun run) {
        var underWay = run.underWay();
        var text = new StringBuilder();
        if (run.images() > 1) {
            text.append(run.ended()).append(" of ").append(run.images()).append(" done  ");
        }
        if (underWay.isEmpty()) {
            return text.append(run.ended() == 0 ? "waiting for the encoder" : "")
                    .toString();
        }
        for (var stage : Stage.values()) {
            append(text, stage, underWay);
        }
        return text.toString().strip();
    }

    private static void append(StringBuilder text, Stage stage, List<ImageState> underWay) {
        var here = underWay.stream().filter(image -> image.stage() == stage).toList();
        if (here.isEmpty()) {
            return;
        }
        text.append(stage.jsonName());
        int steps = here.stream().mapToInt(ImageState::steps).sum();
        if (steps > 0) {
            text.append(' ')
                    .append(here.stream().mapToInt(ImageState::step).sum())
                    .append('/')
                    .append(steps);
        }
        text.append("  ");
    }
}
