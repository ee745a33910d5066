package io.calotype.gateway.prompt;

import io.calotype.gateway.book.Happening;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How much of a prompt's events a reader has; the text form is the id of each event.
 *
 * <p>It names the offset of each image's last progress record, which is the same for every gateway, and whether the image's end
 * was told: {@code 0:153,1:99e} has image 0 up to offset 153, and image 1 to its end. {@code -} has nothing.
 */
final class Cursor {

    private static final int LONGEST = 512;
    private static final String NOTHING = "-";
    private static final Pattern FORM = Pattern.compile("(\\d{1,2}):(-1|\\d{1,18})(e?)");

    private record Mark(long offset, boolean ended) {}

    private static final Mark UNHEARD = new Mark(-1, false);

    private final TreeMap<Integer, Mark> marks;

    private Cursor(Map<Integer, Mark> marks) {
        this.marks = new TreeMap<>(marks);
    }

    static Cursor start() {
        return new Cursor(Map.of());
    }

    /** Reads an event's id; empty when it is none. */
    static Optional<Cursor> parse(String text) {
        var marks = new TreeMap<Integer, Mark>();
        if (text.equals(NOTHING)) {
            return Optional.of(start());
        }
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        for (var part : text.split(",", -1)) {
            var match = FORM.matcher(part);
            if (!match.matches()) {
                return Optional.empty();
            }
            var mark = new Mark(Long.parseLong(match.group(2)), !match.group(3).isEmpty());
            marks.put(Integer.parseInt(match.group(1)), mark);
        }
        return Optional.of(new Cursor(marks));
    }

    /** Advances past an event; returns whether it was new to the reader. */
    boolean advance(Happening happening) {
        var mark = marks.getOrDefault(happening.index(), UNHEARD);
        if (happening instanceof Happening.Step step) {
            if (step.offset() <= mark.offset()) {
                return false;
            }
            marks.put(step.index(), new Mark(step.offset(), mark.ended()));
            return true;
        }
        marks.put(happening.index(), new Mark(mark.offset(), true));
        return !mark.ended();
    }

    /** Tells whether the reader has the end of that many images. */
    boolean hasEnds(int images) {
        return marks.values().stream().filter(Mark::ended).count() >= images;
    }

    @Override
    public String toString() {
        return marks.isEmpty()
                ? NOTHING
                : marks.entrySet().stream()
                        .map(mark -> mark.getKey() + ":" + mark.getValue().offset()
                                + (mark.getValue().ended() ? "e" : ""))
                        .collect(Collectors.joining(","));
    }
}
