package io.calotype.diffusion.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FairSharesTest {

    private static final long STEP = 100;

    private final FakeModel model = new FakeModel();
    private final Map<String, Long> served = new HashMap<>();
    private final ContinuousBatcher batcher = new ContinuousBatcher(model, 4, 6 * STEP, (images, rows, nanos) -> {});

    @Test
    void aSmallImageTakesThePlaceOfABurstWithinAStep() {
        // Given
        var large = submit("a", 40, 1, 500, STEP);
        batcher.tick();
        // When
        var small = submit("b", 1, 1, 3, STEP);
        ticks(3);
        // Then
        assertThat(small.get(0).told).containsExactly("started", "stepped", "stepped", "stepped", "finished");
        assertThat(large.subList(0, 4))
                .allSatisfy(image -> assertThat(image.told).startsWith("started", "stepped"));
        assertThat(large.stream().filter(image -> image.told.contains("made way")))
                .hasSize(1);
    }

    @Test
    void anImageThatMadeWayGoesOnWhereItWas() {
        // Given
        var large = submit("a", 4, 1, 6, STEP);
        ticks(2);
        // When
        submit("b", 4, 1, 2, STEP);
        ticks(20);
        // Then
        assertThat(large).allSatisfy(image -> {
            assertThat(image.told).filteredOn("stepped"::equals).hasSize(6);
            assertThat(image.told).filteredOn("started"::equals).hasSize(1);
            assertThat(image.told).endsWith("finished");
        });
        assertThat(large).anySatisfy(image -> assertThat(image.told).contains("made way"));
    }

    @Test
    void tenantsOfEqualWeightGetEqualWork() {
        // Given
        submit("a", 100, 1, 50, STEP);
        ticks(200);
        submit("b", 100, 1, 20, 4 * STEP);
        submit("c", 100, 1, 500, STEP / 2);
        served.clear();
        // When
        ticks(1000);
        // Then
        assertThat(jain(List.of(1.0, 1.0, 1.0))).isGreaterThan(0.99);
    }

    @Test
    void aTenantGetsWorkByItsWeight() {
        // Given
        submit("a", 100, 1, 500, STEP);
        submit("b", 100, 3, 500, STEP);
        // When
        ticks(1000);
        // Then
        assertThat(jain(List.of(1.0, 3.0))).isGreaterThan(0.99);
    }

    @Test
    void whoWasAwayHasNoClaimToAllThatItDidNotUse() {
        // Given
        submit("b", 1, 1, 1, STEP);
        submit("a", 100, 1, 5000, STEP);
        ticks(1000);
        served.clear();
        // When
        submit("b", 100, 1, 5000, STEP);
        ticks(100);
        // Then
        assertThat(served.get("a")).isGreaterThan(40 * 4 * STEP);
        assertThat(served.get("b")).isGreaterThan(40 * 4 * STEP);
    }

    @Test
    void aHigherPriorityOfTheSameTenantTakesTheLowestOnesPlace() {
        // Given
        var usual = submit("a", 4, 1, 10, STEP);
        var low = new ImageProbe();
        batcher.submit(new RunningImage(3, new Share("a", 1, STEP), FakeModel.image(10), low));
        ticks(11);
        var others = submit("a", 3, 1, 20, STEP);
        ticks(2);
        // When
        var urgent = new ImageProbe();
        batcher.submit(new RunningImage(9, new Share("a", 1, STEP), FakeModel.image(2), urgent));
        ticks(20);
        // Then
        assertThat(urgent.told).containsExactly("started", "stepped", "stepped", "finished");
        assertThat(low.told).containsOnlyOnce("made way").endsWith("finished");
        assertThat(others).allSatisfy(image -> assertThat(image.told).doesNotContain("made way"));
        assertThat(usual).allSatisfy(image -> assertThat(image.told).doesNotContain("made way"));
    }

    @Test
    void whatMadeWayIsWithdrawnWhenTheServiceStopsAndLeavesWhenItIsToLeave() {
        // Given
        var large = submit("a", 4, 1, 500, STEP);
        batcher.tick();
        submit("b", 4, 1, 500, STEP);
        ticks(3);
        var waiting =
                large.stream().filter(image -> image.told.contains("made way")).toList();
        assertThat(waiting).hasSizeGreaterThan(1);
        // When
        waiting.get(0).leaving = true;
        batcher.tick();
        // Then
        assertThat(waiting.get(0).told).endsWith("left");
        // When
        batcher.close();
        batcher.tick();
        // Then
        assertThat(waiting.get(1).told).endsWith("withdrawn");
    }

    @Test
    void nobodyMakesWayForAnImageThatIsNotToRun() {
        // Given
        var large = submit("a", 4, 1, 500, STEP);
        ticks(20);
        var small = submit("b", 2, 1, 3, STEP);
        small.get(0).wanted = false;
        small.get(1).leaving = true;
        // When
        batcher.tick();
        // Then
        assertThat(small.get(0).told).containsExactly("cancelled");
        assertThat(small.get(1).told).containsExactly("left");
        assertThat(large).allSatisfy(image -> assertThat(image.told).doesNotContain("made way"));
        assertThat(large).allSatisfy(image -> assertThat(image.told).hasSize(22));
    }

    @Test
    void whoUsedAnIdleDeviceOwesNobodyAnything() {
        // Given
        submit("a", 4, 1, 500, STEP);
        ticks(600);
        submit("b", 100, 1, 500, STEP);
        ticks(100);
        // When
        var small = submit("a", 1, 1, 3, STEP);
        ticks(4);
        // Then
        assertThat(small.get(0).told).endsWith("finished");
    }

    @Test
    void theHighestPriorityIsTheFirstToTakeAPlace() {
        // Given
        submit("a", 3, 1, 500, STEP);
        var low = new ImageProbe();
        batcher.submit(new RunningImage(3, new Share("a", 1, STEP), FakeModel.image(500), low));
        ticks(2);
        // When
        var high = new ImageProbe();
        var highest = new ImageProbe();
        batcher.submit(new RunningImage(4, new Share("a", 1, STEP), FakeModel.image(5), high));
        batcher.submit(new RunningImage(5, new Share("a", 1, STEP), FakeModel.image(5), highest));
        batcher.tick();
        // Then
        assertThat(highest.told).startsWith("started");
        assertThat(high.told).isEmpty();
    }

    private List<ImageProbe> submit(String tenant, int count, double weight, int steps, long stepWork) {
        var owners = new ArrayList<ImageProbe>();
        for (int i = 0; i < count; i++) {
            var image = FakeModel.image(steps);
            var owner = new ImageProbe() {
                @Override
                public void stepped() {
                    super.stepped();
                    served.merge(tenant, stepWork, Long::sum);
                }
            };
            owners.add(owner);
            batcher.submit(new RunningImage(5, new Share(tenant, weight, stepWork), image, owner));
        }
        return owners;
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            batcher.tick();
        }
    }

    /** Jain's index of fairness: 1 if all got the same by their weights. */
    private double jain(List<Double> weights) {
        var names = List.of("a", "b", "c");
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < weights.size(); i++) {
            double share = served.getOrDefault(names.get(i), 0L) / weights.get(i);
            sum += share;
            squares += share * share;
        }
        return sum * sum / (weights.size() * squares);
    }
}
