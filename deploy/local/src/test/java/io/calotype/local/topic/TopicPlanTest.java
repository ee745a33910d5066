package io.calotype.local.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.TopicSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

    private static final TopicSpec WANTED = new TopicSpec("calotype.prompts", 8, 3, Map.of("retention.ms", "1000"));
    private static final Map<String, String> CONFIG = Map.of("retention.ms", "1000");

    @Test
    void whatIsNotThereIsCreated() {
        assertThat(changes(Map.of())).containsExactly("calotype.prompts: create with 8 partitions");
    }

    @Test
    void whatIsAsWantedIsLeftAlone() {
        assertThat(changes(new TopicState(8, 3, CONFIG, false))).isEmpty();
        assertThat(changes(new TopicState(12, 5, CONFIG, false))).isEmpty();
    }

    @Test
    void aSettingIsChanged() {
        assertThat(changes(new TopicState(8, 3, Map.of("retention.ms", "9"), false)))
                .containsExactly("calotype.prompts: set retention.ms to 1000, it is 9");
    }

    @Test
    void partitionsAreAddedOnlyWhileATopicIsEmpty() {
        assertThat(changes(new TopicState(4, 3, CONFIG, true)))
                .containsExactly("calotype.prompts: add partitions, 4 to 8");
        assertThat(changes(new TopicState(4, 3, CONFIG, false)))
                .singleElement()
                .asString()
                .startsWith("calotype.prompts: cannot be changed here: it has 4 partitions, not 8");
    }

    @Test
    void replicasAreNotAddedHere() {
        assertThat(changes(new TopicState(8, 1, CONFIG, true)))
                .singleElement()
                .asString()
                .startsWith("calotype.prompts: cannot be changed here: it has 1 replicas, not 3");
    }

    @Test
    void aTopicWithTooFewReplicasStaysWritable() {
        // Given
        var twoInSync = new TopicSpec("calotype.prompts", 8, 3, Map.of("min.insync.replicas", "2"));
        var single = new TopicState(8, 1, Map.of("min.insync.replicas", "1"), true);
        // When
        var changes = new TopicPlan(List.of(twoInSync)).changes(Map.of("calotype.prompts", single));
        // Then
        assertThat(changes).singleElement().isInstanceOf(TopicChange.Refused.class);
    }

    private static List<String> changes(TopicState state) {
        return changes(Map.of("calotype.prompts", state));
    }

    private static List<String> changes(Map<String, TopicState> cluster) {
        return new TopicPlan(List.of(WANTED))
                .changes(cluster).stream().map(TopicChange::toString).toList();
    }
}
