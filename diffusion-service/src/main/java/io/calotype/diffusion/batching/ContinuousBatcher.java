package io.calotype.diffusion.batching;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.denoise.StepModel;
import java.util.ArrayList;
import java.util.List;

/**
 * The running set of one device: at every tick images join up to the batch limit, all take one step, and those that are
 * done, cancelled, broken or leaving leave.
 *
 * <p>{@link #submit} and {@link #close} may be called by any thread, everything else by one. A tick in which no image joins or
 * leaves allocates nothing.
 */
public final class ContinuousBatcher {

    private final StepModel model;
    private final int maxBatch;
    private final BatchObserver observer;
    private final WaitingRoom waiting = new WaitingRoom();
    private final List<RunningImage> running = new ArrayList<>();
    private final List<RunningImage> group = new ArrayList<>();
    private final List<Denoising> groupSteps = new ArrayList<>();
    private long tick;

    /** A batcher of at most {@code maxBatch} images, at least 1, at a time. */
    public ContinuousBatcher(StepModel model, int maxBatch, BatchObserver observer) {
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch is " + maxBatch + ", not at least 1");
        }
        this.model = model;
        this.maxBatch = maxBatch;
        this.observer = observer;
    }

    /** Queues an image, which joins when there is a place; once closed, the image is given back at once. */
    public void submit(RunningImage image) {
        if (!waiting.enter(image)) {
            image.owner().givenBack();
        }
    }

    /** Takes no more images and gives waiting ones back; running images continue with each tick. */
    public void close() {
        waiting.close().forEach(image -> image.owner().givenBack());
    }

    /** Blocks until there is something to do; false once closed and no image runs. */
    public boolean awaitWork() throws InterruptedException {
        return !running.isEmpty() || waiting.awaitEntry();
    }

    /** Advances every image of the running set, and those that join it, by one step. */
    public void tick() {
        tick++;
        dismissUnwanted();
        dismissLeaving();
        admit();
        for (int i = 0; i < running.size(); i++) {
            if (!running.get(i).isStepped(tick)) {
                stepGroupOf(i);
            }
        }
        dismissDone();
    }

    /** Gives running images back. */
    public void abandon() {
        running.forEach(image -> image.owner().givenBack());
        running.clear();
    }

    private void dismissUnwanted() {
        for (int i = running.size() - 1; i >= 0; i--) {
            if (!running.get(i).owner().isWanted()) {
                running.remove(i).owner().cancelled();
            }
        }
    }

    private void dismissLeaving() {
        for (int i = running.size() - 1; i >= 0; i--) {
            if (running.get(i).owner().isLeaving()) {
                running.remove(i).owner().left();
            }
        }
    }

    private void admit() {
        while (running.size() < maxBatch) {
            var image = waiting.next();
            if (image == null) {
                return;
            }
            admit(image);
        }
    }

    private void admit(RunningImage image) {
        var owner = image.owner();
        if (!owner.isWanted()) {
            owner.cancelled();
        } else if (owner.isLeaving()) {
            owner.left();
        } else {
            running.add(image);
            owner.started();
        }
    }

    /** One call for the image at an index and all after it that can share the call. */
    private void stepGroupOf(int first) {
        var key = running.get(first).denoising().key();
        group.clear();
        groupSteps.clear();
        int rows = 0;
        for (int i = first; i < running.size(); i++) {
            var image = running.get(i);
            if (image.denoising().key().equals(key)) {
                image.step(tick);
                group.add(image);
                groupSteps.add(image.denoising());
                rows += image.denoising().rows();
            }
        }
        call(rows);
    }

    private void call(int rows) {
        long begin = System.nanoTime();
        try {
            model.step(groupSteps);
        } catch (RuntimeException e) {
            group.forEach(image -> fail(image, e));
            return;
        }
        observer.called(group, rows, System.nanoTime() - begin);
        for (int i = 0; i < group.size(); i++) {
            settle(group.get(i));
        }
    }

    private void settle(RunningImage image) {
        var broken = image.denoising().firstNotFinite();
        if (broken.isPresent()) {
            var detail = "latents are not finite at element " + broken.get() + " after step "
                    + image.denoising().trajectory().step();
            fail(image, Refusal.of(ProblemType.NOT_FINITE, "latents", detail));
        } else {
            image.owner().stepped();
        }
    }

    private void fail(RunningImage image, RuntimeException cause) {
        image.fail();
        image.owner().failed(cause);
    }

    private void dismissDone() {
        for (int i = running.size() - 1; i >= 0; i--) {
            var image = running.get(i);
            if (image.hasFailed()) {
                running.remove(i);
            } else if (image.denoising().done()) {
                running.remove(i);
                image.owner().finished();
            }
        }
    }
}
