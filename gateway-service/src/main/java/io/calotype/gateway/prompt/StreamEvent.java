package io.calotype.gateway.prompt;

import java.util.Map;

/**
 * One event of a stream.
 *
 * @param name {@code state}, {@code progress}, {@code completed}, {@code failed}, {@code cancelled} or {@code end}
 * @param id where a reader that has this event continues
 * @param data what its JSON is made of
 */
record StreamEvent(String name, String id, Object data) {

    static final String END = "end";
    /** A heartbeat. */
    static final StreamEvent STILL_THERE = new StreamEvent("", "", Map.of());

    static StreamEvent end(String id) {
        return new StreamEvent(END, id, Map.of());
    }

    boolean isLast() {
        return name.equals(END);
    }
}
