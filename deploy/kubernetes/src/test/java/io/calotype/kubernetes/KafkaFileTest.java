package io.calotype.kubernetes;

import io.calotype.contracts.topic.Access;
import io.calotype.contracts.topic.Principal;
import io.calotype.contracts.topic.Right;
import io.calotype.contracts.topic.TopicSpec;
import io.calotype.contracts.topic.Topics;
import io.strimzi.api.kafka.model.user.acl.AclOperation;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
        return principal.rights().stream().map(KafkaFileTest::acl).collect(Collectors.joining());
    }

    private static String acl(Right right) {
        return "      - {type: %s, name: %s, patternType: %s, operations: [%s]}\n"
                .formatted(
                        right.resource() == Right.Resource.TOPIC ? "topic" : "group",
                        right.name(),
                        right.resource() == Right.Resource.GROUPS_WITH_PREFIX ? "prefix" : "literal",
                        right.operations().stream()
                                .map(operation ->
                                        AclOperation.valueOf(operation.name().replace("_", "")))
                                .map(AclOperation::toValue)
                                .collect(Collectors.joining(", ")));
    }
}
