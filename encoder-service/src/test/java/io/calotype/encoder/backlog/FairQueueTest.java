package io.calotype.encoder.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private final FairQueue queue = new FairQueue();
    private int partition;

    @Test
    void whoAsksForLittleIsBeforeWhoAskedForMuch() {
        // Given
        for (int i = 0; i < 5; i++) {
            add("large", 1, 5, 1000);
        }
        take(1);
        // When
        add("small", 1, 5, 1);
        add("small", 1, 5, 1);
        // Then
        assertThat(take(4)).containsExactly("small", "small", "large", "large");
    }

    @Test
    void weightsDecideHowMuchEachGets() {
        // Given
        for (int i = 0; i < 100; i++) {
            add("one", 1, 5, 10);
            add("three", 3, 5, 10);
        }
        // When
        var taken = take(40);
        // Then
        assertThat(taken).filteredOn("three"::equals).hasSizeBetween(29, 31);
    }

    @Test
    void whoWasAwayDoesNotHaveItsTimeBack() {
        // Given
        add("away", 1, 5, 1);
        for (int i = 0; i < 100; i++) {
            add("large", 1, 5, 10);
        }
        take(51);
        // When
        for (int i = 0; i < 100; i++) {
            add("away", 1, 5, 10);
        }
        // Then
        assertThat(take(20)).filteredOn("large"::equals).hasSizeBetween(9, 11);
    }

    @Test
    void priorityDecidesWithinATenantAlone() {
        // Given
        var taken = new ArrayList<Integer>();
        for (int priority : List.of(5, 9, 0, 5)) {
            add("a", 1, priority, 10);
        }
        // When
        for (int i = 0; i < 4; i++) {
            taken.add(queue.take(any -> true).orElseThrow().priority());
        }
        // Then
        assertThat(taken).containsExactly(9, 5, 5, 0);
    }

    @Test
    void whatWentElsewhereIsGone() {
        // Given
        add("a", 1, 5, 10);
        add("b", 1, 5, 10);
        // When
        var removed = queue.remove(Set.of(new TopicPartition("t", 0)));
        // Then
        assertThat(removed).singleElement().satisfies(prompt -> assertThat(prompt.tenant())
                .isEqualTo("a"));
        assertThat(take(1)).containsExactly("b");
        assertThat(queue.take(any -> true)).isEmpty();
        assertThat(queue.tenants()).isEmpty();
    }

    private void add(String tenant, double weight, int priority, long work) {
        queue.add(new HeldPrompt(
                tenant, weight, priority, 1, work, 0, 1, new TopicPartition("t", partition++), () -> {}));
    }

    private List<String> take(int count) {
        var taken = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            taken.add(queue.take(any -> true).orElseThrow().tenant());
        }
        return taken;
    }
}
