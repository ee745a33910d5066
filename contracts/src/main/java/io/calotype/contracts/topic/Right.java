package io.calotype.contracts.topic;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * An entry of Kafka's access-control list.
 *
 * @param name of the topic or consumer group, or what the names of the groups begin with
 */
public record Right(Resource resource, String name, List<Operation> operations) {

    /** What a right is for. */
    public enum Resource {
        TOPIC,
        GROUP,
        GROUPS_WITH_PREFIX
    }

    /** Those of Kafka's operations that a service may need, under Kafka's names. */
    public enum Operation {
        READ,
        WRITE,
        DESCRIBE,
        DESCRIBE_CONFIGS
    }

    public Right {
        operations = List.copyOf(operations);
    }

    static Stream<Right> each(Resource resource, List<String> names, Operation... operations) {
        return names.stream().map(name -> new Right(resource, name, Arrays.asList(operations)));
    }
}
