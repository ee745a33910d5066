package io.calotype.diffusion.batching;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.diffusion.denoise.StepModel;
import java.util.ArrayList;
import java.util.List;

/**
 * The running set of one device: at every tick images join up to the batch limit, or in the place of others as {@link FairShares}
 * says, all take one step, and those that are done, cancelled, broken or leaving leave. One that makes way waits, and goes on at its
 * step.
 *
 * <p>{@link #submit} and {@link #close} may be called by any thread, everything else by one. A tick in which no image joins or
 * leaves allocates nothing.
 */
public final class ContinuousBatcher {

    private final int maxBatch;
    private final BatchObserver observer;
    private final WaitingRoom room = new WaitingRoom();
    private final FairShares shares;
    private final List<RunningImage> waiting = new ArrayList<>();
    private final List<RunningImage> running = new ArrayList<>();
    private final CallGroup group;
    private long tick;

    /** A batcher of at most {@code maxBatch} images, at least 1, at a time. */
    public ContinuousBatcher(StepModel model, int maxBatch, BatchObserver observer) {
        this(model, maxBatch, 0, observer);
    }

    /**
     * A batcher for several tenants.
     *
     * @param burst work that a tenant may use before the others get their turn once it had no images for a while: pixels times rows
     *     times steps, by its weight
     */
    public ContinuousBatcher(StepModel model, int maxBatch, double burst, BatchObserver observer) {
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch is " + maxBatch + ", not at least 1");
        }
        this.maxBatch = maxBatch;
        this.observer = observer;
        this.shares = new FairShares(burst);
        this.group = new CallGroup(model, maxBatch);
    }

    /** Queues an image, which joins when there is a place; once closed, the image is given back at once. */
    public void submit(RunningImage image) {
        if (!room.enter(image)) {
            image.owner().givenBack();
        }
    }

    /** Takes no more images; waiting ones are given back, at the next tick at the latest, and running ones continue. */
    public void close() {
        room.close().forEach(image -> image.owner().givenBack());
    }

    /** Blocks until there is something to do; false once closed and no image runs. */
    public boolean awaitWork() throws InterruptedException {
        return !running.isEmpty() || !waiting.isEmpty() || room.awaitEntry();
    }

    /** Advances every image of the running set, and those that join it, by one step. */
    public void tick() {
        tick++;
        room.drainTo(waiting);
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
        giveBackWaiting();
        running.forEach(image -> image.owner().givenBack());
        running.clear();
    }

    private void giveBackWaiting() {
        room.drainTo(waiting);
        waiting.forEach(image -> {
            if (image.hasBegun()) {
                image.owner().withdrawn();
            } else {
                image.owner().givenBack();
            }
        });
        waiting.clear();
    }

    /** One that has not begun has nothing to lose by waiting for its turn to leave. */
    private void dismissUnwanted() {
        for (int i = running.size() - 1; i >= 0; i--) {
            if (!running.get(i).owner().isWanted()) {
                dismiss(i).owner().cancelled();
            }
        }
        for (int i = waiting.size() - 1; i >= 0; i--) {
            if (waiting.get(i).hasBegun() && !waiting.get(i).owner().isWanted()) {
                waiting.remove(i).owner().cancelled();
            }
        }
    }

    private void dismissLeaving() {
        for (int i = running.size() - 1; i >= 0; i--) {
            if (running.get(i).owner().isLeaving()) {
                dismiss(i).owner().left();
            }
        }
        for (int i = waiting.size() - 1; i >= 0; i--) {
            if (waiting.get(i).hasBegun() && waiting.get(i).owner().isLeaving()) {
                waiting.remove(i).owner().left();
            }
        }
    }

    private RunningImage dismiss(int index) {
        var image = running.remove(index);
        shares.left(image);
        return image;
    }

    private void admit() {
        if (room.isClosed()) {
            giveBackWaiting();
        }
        if (waiting.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        shares.note(tick, running, waiting);
        for (var next = shares.next(waiting, now);
                next != null && running.size() < maxBatch;
                next = shares.next(waiting, now)) {
            waiting.remove(next);
            admit(next, now);
        }
        int changes = 0;
        for (var swap = shares.swap(running, waiting, now);
                swap != null && changes < maxBatch;
                swap = shares.swap(running, waiting, now)) {
            waiting.remove(swap.joins());
            if (admit(swap.joins(), now)) {
                makeWay(swap.leaves(), now);
                changes++;
            }
        }
    }

    private void makeWay(RunningImage image, long now) {
        dismiss(running.indexOf(image));
        image.waits(now);
        image.owner().madeWay();
        waiting.add(image);
    }

    /** Has an image join, unless it is not to run any more; tells whether it does. */
    private boolean admit(RunningImage image, long now) {
        var owner = image.owner();
        if (!owner.isWanted()) {
            owner.cancelled();
            return false;
        }
        if (owner.isLeaving()) {
            owner.left();
            return false;
        }
        shares.joined(image, now);
        running.add(image);
        if (image.hasBegun()) {
            owner.goesOn();
        } else {
            image.begin();
            owner.started();
        }
        return true;
    }

    /** One call for the image at an index and all after it that can share the call. */
    private void stepGroupOf(int first) {
        group.gather(running, first, tick);
        long begin = System.nanoTime();
        group.step();
        var stepped = group.images();
        if (stepped.isEmpty()) {
            return;
        }
        observer.called(stepped, group.rows(), System.nanoTime() - begin);
        for (int i = 0; i < stepped.size(); i++) {
            shares.stepped(stepped.get(i), tick);
            settle(stepped.get(i));
        }
    }

    private void settle(RunningImage image) {
        var broken = image.denoising().firstNotFinite();
        if (broken.isPresent()) {
            var detail = "latents are not finite at element " + broken.get() + " after step "
                    + image.denoising().trajectory().step();
            image.fail(Refusal.of(ProblemType.NOT_FINITE, "latents", detail));
        } else {
            image.owner().stepped();
        }
    }

    private void dismissDone() {
        for (int i = running.size() - 1; i >= 0; i--) {
            var image = running.get(i);
            if (image.hasFailed()) {
                dismiss(i);
            } else if (image.denoising().done()) {
                dismiss(i);
                image.owner().finished();
            }
        }
    }
}
