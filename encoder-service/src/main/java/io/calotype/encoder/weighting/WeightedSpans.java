package io.calotype.encoder.weighting;

import io.calotype.contracts.spec.PromptWeights;
import java.util.ArrayList;
import java.util.List;

/** The fragments of a prompt while it is read, whose weights change as the parentheses around them end. */
final class WeightedSpans {

    private static final class Span {
        private final StringBuilder text = new StringBuilder();
        private final int at;
        private final int window;
        private double weight = 1;

        Span(int at, int window) {
            this.at = at;
            this.window = window;
        }
    }

    private final PromptSource source;
    private final List<Span> spans = new ArrayList<>();
    private int windows = 1;
    private boolean isOpen;

    WeightedSpans(PromptSource source) {
        this.source = source;
    }

    /** Adds to the last span, or begins one where the last was ended. */
    void append(CharSequence text, int at) {
        if (!isOpen) {
            spans.add(new Span(at, windows - 1));
            isOpen = true;
        }
        spans.get(spans.size() - 1).text.append(text);
    }

    /** Ends the last span; returns the index of the next. */
    int end() {
        isOpen = false;
        return spans.size();
    }

    void multiply(int from, double factor) {
        spans.subList(from, spans.size()).forEach(span -> span.weight *= factor);
        end();
    }

    /** Returns what was read from a span on. */
    String textFrom(int from) {
        var text = new StringBuilder();
        spans.subList(from, spans.size()).forEach(span -> text.append(span.text));
        return text.toString();
    }

    /** Begins a new window. */
    void breakWindow() {
        end();
        windows++;
    }

    /** Returns all; neighbours of one weight become one fragment. */
    WeightedText read(PromptWeights rule, String between) {
        var read = new ArrayList<List<Fragment>>();
        for (int window = 0; window < windows; window++) {
            read.add(fragments(window, between));
        }
        return new WeightedText(source.text(), rule, read);
    }

    private List<Fragment> fragments(int window, String between) {
        var merged = new ArrayList<Fragment>();
        for (var span : spans.stream().filter(one -> one.window == window).toList()) {
            source.requireWeight(span.weight, span.at);
            var last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && last.weight() == span.weight) {
                merged.set(merged.size() - 1, new Fragment(last.text() + between + span.text, span.weight));
            } else {
                merged.add(new Fragment(span.text.toString(), span.weight));
            }
        }
        return merged.isEmpty() ? List.of(new Fragment("", 1)) : merged;
    }
}
