package io.calotype.encoder.weighting;

import java.util.ArrayDeque;
import java.util.Deque;

/** Finds the parentheses and double quotes of a text that have their other one. */
final class CompelGroups {

    private final String text;
    private final boolean[] isGroup;
    private final Deque<Integer> open = new ArrayDeque<>();

    private CompelGroups(String text) {
        this.text = text;
        this.isGroup = new boolean[text.length()];
    }

    /** Returns for each character whether it begins or ends a group. */
    static boolean[] in(String text) {
        var groups = new CompelGroups(text);
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '\\') {
                at++; // what follows is text
            } else {
                groups.take(at);
            }
        }
        return groups.isGroup;
    }

    private void take(int at) {
        switch (text.charAt(at)) {
            case '(' -> open.push(at);
            case ')' -> end('(', at);
            case '"' -> {
                if (!end('"', at)) {
                    open.push(at);
                }
            }
            default -> {
                // a character of a word, or between words
            }
        }
    }

    /** Ends the group that a mark began; what began within and has no end is text. */
    private boolean end(char mark, int at) {
        if (open.stream().noneMatch(begin -> text.charAt(begin) == mark)) {
            return false;
        }
        while (text.charAt(open.element()) != mark) {
            open.pop();
        }
        isGroup[open.pop()] = true;
        isGroup[at] = true;
        return true;
    }
}
