package io.calotype.inference.upscale;

/** Is told how far a picture is enlarged. */
@FunctionalInterface
public interface TileWatcher {

    /**
     * One more tile is done.
     *
     * @param done how many are, from 1 on
     * @param tiles how many there are
     */
    void done(int done, int tiles);
}
