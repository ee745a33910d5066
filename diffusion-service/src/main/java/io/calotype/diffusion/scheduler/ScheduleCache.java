package io.calotype.diffusion.scheduler;

import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps the schedules used last, so that images with the same steps share one. */
final class ScheduleCache {
    private static final int CAPACITY = 128;
    private static final Shape ANY = Shape.of();

    private final Map<Key, Schedule> tables = new LinkedHashMap<>(CAPACITY, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Schedule> eldest) {
            return size() > CAPACITY;
        }
    };

    synchronized Schedule get(TrajectoryStart start, TabulatedScheduler scheduler) {
        var key = new Key(start.steps(), start.reach(), scheduler.dependsOnShape() ? start.latents() : ANY);
        var known = tables.get(key);
        if (known != null) {
            return known;
        }
        var table = scheduler.schedule(start);
        tables.put(key, table);
        return table;
    }

    private record Key(int steps, double reach, Shape latents) {}
}
