package io.calotype.local.stack;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Access;
import io.calotype.contracts.topic.Principal;
import io.calotype.contracts.topic.Right;
import io.calotype.contracts.topic.TopicSpec;
import io.calotype.contracts.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each principal tries every operation on every topic and consumer group, and may do what the access matrix says. */
class AccessMatrixIT {

    private static final List<String> PACKS = List.of("pictograms", "sd15");
    private static final List<Principal> PRINCIPALS = Access.all(PACKS);

    @TempDir
    static Path folder;

    private static SecuredKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = SecuredKafka.start(folder, 1);
        kafka.createTopics(PACKS);
        kafka.createUsers(PRINCIPALS);
        kafka.grant(PRINCIPALS);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.withoutLogin()),
                new StringSerializer(),
                new StringSerializer())) {
            for (var topic : topics()) {
                producer.send(new ProducerRecord<>(topic, 0, "key", "value")).get();
            }
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    static List<Principal> principals() {
        return PRINCIPALS;
    }

    @ParameterizedTest
    @MethodSource("principals")
    void mayDoWhatTheMatrixSaysAndNothingElse(Principal principal) {
        try (var caller = new KafkaCaller(kafka.client(principal.name()))) {
            // When
            var topics = tried(topics(), caller::onTopic);
            var groups = tried(groups(), caller::onGroup);
            // Then
            assertThat(topics).isEqualTo(tried(topics(), topic -> granted(principal, Right.Resource.TOPIC, topic)));
            assertThat(groups).isEqualTo(tried(groups(), group -> granted(principal, Right.Resource.GROUP, group)));
        }
    }

    private static Map<String, Set<AclOperation>> tried(
            List<String> names, Function<String, Set<AclOperation>> attempt) {
        return names.stream().collect(toMap(name -> name, attempt, (one, same) -> one, TreeMap::new));
    }

    private static Set<AclOperation> granted(Principal principal, Right.Resource resource, String name) {
        return principal.rights().stream()
                .filter(right -> isFor(right, resource, name))
                .flatMap(right -> right.operations().stream())
                .map(operation -> AclOperation.fromString(operation.name()))
                .collect(toSet());
    }

    private static boolean isFor(Right right, Right.Resource resource, String name) {
        return right.resource() == Right.Resource.GROUPS_WITH_PREFIX
                ? resource == Right.Resource.GROUP && name.startsWith(right.name())
                : resource == right.resource() && name.equals(right.name());
    }

    private static List<String> topics() {
        return Topics.all(PACKS).stream().map(TopicSpec::name).toList();
    }

    /** Those of all principals, one with each prefix, and one that is nobody's. */
    private static List<String> groups() {
        var known = PRINCIPALS.stream()
                .flatMap(principal -> Stream.of(
                        principal.groups().stream(),
                        principal.groupPrefixes().stream().map(prefix -> prefix + "1"),
                        principal.watches().groups().stream()))
                .flatMap(groups -> groups);
        return Stream.concat(known, Stream.of("somebody-elses")).distinct().toList();
    }
}
