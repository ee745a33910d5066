package io.calotype.kubernetes;

import io.calotype.contracts.topic.Access;
import io.calotype.contracts.topic.Principal;
import io.calotype.contracts.topic.TopicSpec;
import io.calotype.contracts.topic.Topics;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart knows of topics and rights is written from the contract's. */
class KafkaFileTest {

    /** Stands for each pack's name. */
    private static final String PACK = "each-pack";

    private static final String HEADER = """
            # Written by KafkaFileTest from the topics and the access matrix of contracts; do not edit.
            pack: %s
            """;

    @Test
    void isWhatTheContractSays() {
        var file = HEADER.formatted(PACK) + "topics:\n" + topics() + "principals:\n" + principals();
        Golden.check(Folder.CHART.resolve("files/kafka.yaml"), file);
    }

    private static String topics() {
        return Topics.all(List.of(PACK)).stream().map(KafkaFileTest::topic).collect(Collectors.joining());
    }

    private static String topic(TopicSpec topic) {
        var config = new TreeMap<>(topic.config());
        config.remove("min.insync.replicas"); // follows from the replication factor
        var settings = config.entrySet().stream()
                .map(setting -> "      %s: \"%s\"\n".formatted(setting.getKey(), setting.getValue()))
                .collect(Collectors.joining());
        return "  - name: %s\n    partitions: %d\n    config:\n%s"
                .formatted(topic.name(), topic.partitions(), settings);
    }

    private static String principals() {
        return Access.all(List.of(PACK)).stream()
                .map(principal -> "  - name: %s\n    acls:\n%s".formatted(principal.name(), acls(principal)))
                .collect(Collectors.joining());
    }

    private static String acls(Principal principal) {
        var watches = principal.watches();
        return Stream.of(
                        lines(principal.reads(), "topic", "literal", "Read, Describe, DescribeConfigs"),
                        lines(principal.writes(), "topic", "literal", "Write, Describe"),
                        lines(watches.topics(), "topic", "literal", "Describe, DescribeConfigs"),
                        lines(principal.groups(), "group", "literal", "Read, Describe"),
                        lines(principal.groupPrefixes(), "group", "prefix", "Read, Describe"),
                        lines(watches.groups(), "group", "literal", "Describe"))
                .flatMap(lines -> lines)
                .collect(Collectors.joining());
    }

    private static Stream<String> lines(List<String> names, String type, String pattern, String operations) {
        return names.stream().map(name -> "      - {type: %s, name: %s, patternType: %s, operations: [%s]}\n"
                .formatted(type, name, pattern, operations));
    }
}
