package io.calotype.inference.optimised;

/** What became of a graph that was to be kept as it is optimised; a pack is served without it, too. */
public sealed interface Keeping {

    /**
     * It is there.
     *
     * @param bytes on disk
     */
    record Kept(long bytes) implements Keeping {}

    /**
     * It is not.
     *
     * @param reason that goes on after "because"
     */
    record NotKept(String reason) implements Keeping {}
}
