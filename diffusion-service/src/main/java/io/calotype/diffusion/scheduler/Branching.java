package io.calotype.diffusion.scheduler;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Seed;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.TrajectoryStart;

/**
 * Goes on from another image's step in another way: with a new seed for the noise that steps add, or by another scheduler.
 *
 * <p>The scheduler that made the step goes on with what it remembers, so that nothing changed gives the same bytes. Another one, or
 * another number of steps, begins anew at its own step with as much noise, if it has one.
 */
public final class Branching {
    /** Schedulers compute their noise levels in different ways; the same level differs by less, two neighbouring ones by more. */
    private static final double SAME_LEVEL = 1e-3;

    private static final String STEPS = "steps";
    private static final String SCHEDULER = "scheduler";

    private final TabulatedScheduler parents;
    private final Trajectory from;

    private Branching(TabulatedScheduler parents, Trajectory from) {
        this.parents = parents;
        this.from = from;
    }

    /**
     * Returns the trajectory of an image that branches off.
     *
     * @param parents the scheduler that made the step
     * @param from the step; it may be used up
     * @param own the scheduler of the new image
     * @param steps the requested steps of the new image
     * @param seed of the new image
     * @throws Refusal UNSUPPORTED if the step's state does not permit the change, with the reason
     */
    public static Trajectory of(Scheduler parents, Trajectory from, Scheduler own, int steps, Seed seed) {
        var branching = new Branching((TabulatedScheduler) parents, from);
        var scheduler = (TabulatedScheduler) own;
        branching.requireEffect(scheduler, seed);
        return branching.isSame(scheduler, steps)
                ? branching.reseeded(seed)
                : branching.entering(scheduler, steps, seed);
    }

    private void requireEffect(TabulatedScheduler own, Seed seed) {
        if (!seed.equals(from.seed()) && (own.needs().noise() == Needs.Noise.NONE || from.done())) {
            var detail = "seed is " + seed + ", the parent's is " + from.seed() + "; after step " + from.step() + " "
                    + own.name() + " adds no noise, so another seed would draw the same picture";
            throw Refusal.of(ProblemType.UNSUPPORTED, "seed", detail);
        }
    }

    private boolean isSame(TabulatedScheduler own, int steps) {
        return own.made(from) && steps == from.schedule().requested();
    }

    private Trajectory reseeded(Seed seed) {
        return seed.equals(from.seed()) ? from : parents.restore(SavedTrajectory.reseeded(from, seed));
    }

    private Trajectory entering(TabulatedScheduler own, int steps, Seed seed) {
        var field = own.made(from) ? STEPS : SCHEDULER;
        if (from.done()) {
            throw refused(field, "step " + from.step() + " is the last; nothing is left to denoise");
        }
        if (!parents.isBetweenSteps(from)) {
            throw refused(
                    field,
                    "step " + from.step() + " is within a step of " + parents.name() + ", which calls the model"
                            + " several times for it; the step after it may do");
        }
        if (!own.canBeEntered()) {
            throw refused(field, own.name() + " needs its own first steps and cannot begin in the middle");
        }
        var start = new TrajectoryStart(seed, from.shape(), steps);
        int step = stepOfLevel(own, own.scheduleOf(start), field);
        var image = own.enter(start, step);
        float scale = share(own, image.schedule(), step) / share(parents, from.schedule(), from.step());
        float[] latents = from.latents();
        for (int i = 0; i < latents.length; i++) {
            image.latents()[i] = scale * latents[i];
        }
        return image;
    }

    private int stepOfLevel(TabulatedScheduler own, Schedule schedule, String field) {
        double level = level(parents, from.schedule(), from.step());
        int nearest = 0;
        for (int step = 0; step < schedule.steps(); step += schedule.callsPerStep()) {
            if (distance(level, level(own, schedule, step)) < distance(level, level(own, schedule, nearest))) {
                nearest = step;
            }
        }
        double found = level(own, schedule, nearest);
        if (distance(level, found) > SAME_LEVEL) {
            throw refused(
                    field,
                    "after step " + from.step() + " of " + parents.name() + " there is " + (float) level
                            + " times as much noise as picture; " + own.name() + " with " + schedule.requested()
                            + " steps has no such step, the nearest is step " + nearest + " with " + (float) found);
        }
        return nearest;
    }

    private static double level(TabulatedScheduler scheduler, Schedule schedule, int step) {
        return scheduler.noiseShare(schedule, step) / (double) share(scheduler, schedule, step);
    }

    private static float share(TabulatedScheduler scheduler, Schedule schedule, int step) {
        return scheduler.pictureShare(schedule, step);
    }

    private static double distance(double level, double other) {
        return Math.abs(Math.log(level / other));
    }

    private static Refusal refused(String field, String why) {
        return Refusal.of(ProblemType.UNSUPPORTED, field, field + " cannot change here: " + why);
    }
}
