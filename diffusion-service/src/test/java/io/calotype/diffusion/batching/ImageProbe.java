package io.calotype.diffusion.batching;

import java.util.ArrayList;
import java.util.List;

/** An owner that writes down what it is told. */
class ImageProbe implements ImageOwner {

    final List<String> told = new ArrayList<>();
    boolean wanted = true;
    boolean leaving;

    @Override
    public boolean isWanted() {
        return wanted;
    }

    @Override
    public boolean isLeaving() {
        return leaving;
    }

    @Override
    public void started() {
        told.add("started");
    }

    @Override
    public void stepped() {
        told.add("stepped");
    }

    @Override
    public void finished() {
        told.add("finished");
    }

    @Override
    public void failed(RuntimeException cause) {
        told.add("failed: " + cause.getMessage());
    }

    @Override
    public void cancelled() {
        told.add("cancelled");
    }

    @Override
    public void left() {
        told.add("left");
    }

    @Override
    public void madeWay() {
        told.add("made way");
    }

    @Override
    public void withdrawn() {
        told.add("withdrawn");
    }

    @Override
    public void givenBack() {
        told.add("given back");
    }
}
