package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.broker.ClusterMember;
import io.calotype.embedded.store.EmbeddedS3;
import io.calotype.local.process.ServiceProcess;
import io.calotype.local.stack.StackState.StoreAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers, each topic on all of them and written to at least two; the leader of a partition is killed, five times. */
@EnabledIfSystemProperty(named = "chaos", matches = "true")
class LeaderDeathIT {

    private static final String MODEL = "pictograms";
    private static final StackPorts PORTS = new StackPorts(0, 0, 0, Optional.of(Listener.onLoopback(0)));
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int BROKERS = 3;
    private static final int DEATHS = 5;
    private static final int PROMPTS = 12; // for each death

    @TempDir
    Path folder;

    private final List<BrokerProcess> brokers = new ArrayList<>();
    private final List<ServiceProcess> services = new ArrayList<>();
    private EmbeddedS3 store;
    private Admin admin;
    private String kafka;
    private URI gateway;

    @BeforeEach
    void start() throws Exception {
        for (var member : ClusterMember.of(BROKERS)) {
            brokers.add(new BrokerProcess(folder.resolve("kafka-" + member.id()), member));
            brokers.get(brokers.size() - 1).start();
        }
        kafka = brokers.stream().map(BrokerProcess::bootstrapServers).collect(Collectors.joining(","));
        admin = Admin.create(Map.of("bootstrap.servers", kafka));
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> admin.describeCluster().nodes().get().size() == BROKERS);
        admin.createTopics(Topics.all(List.of(MODEL)).stream()
                        .map(topic -> topic.replicated(BROKERS))
                        .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) topic.replicas())
                                .configs(topic.config()))
                        .toList())
                .all()
                .get();
        startServices();
    }

    private void startServices() {
        store = EmbeddedS3.start(folder.resolve("s3"), 0, "key", "secret");
        store.createBucket("calotype");
        var address = new StoreAddress(store.endpoint(), "calotype", "key", "secret");
        var settings = new StackSettings(Home.under(Shell.ROOT), folder, List.of(MODEL), PORTS);
        for (var spec : new ServicePlan(settings).services(kafka, address)) {
            services.add(ServiceProcess.start(spec, settings.home().leash(), settings.logs(), new Deaths()));
            gateway = spec.http(); // the last of them
        }
        services.forEach(service -> service.firstReady().join());
    }

    @AfterEach
    void stop() {
        services.forEach(ServiceProcess::kill);
        services.forEach(ServiceProcess::close);
        admin.close();
        brokers.forEach(BrokerProcess::close);
        store.close();
    }

    @Test
    void everyAcceptedPromptIsDrawnOnce() throws Exception {
        try (var reader = new TopicReader(kafka, Topics.IMAGES)) {
            var accepted = new HashSet<String>();
            for (int death = 1; death <= DEATHS; death++) {
                // Given
                var load = new HttpLoad(gateway, "death-" + death);
                load.start(2, PROMPTS);
                await().atMost(LIMIT).until(() -> load.accepted().size() > PROMPTS / 4);
                // When
                var leader = leader();
                leader.kill();
                await().atMost(LIMIT).ignoreExceptions().until(() -> leader() != leader);
                load.join();
                leader.start();
                await().atMost(LIMIT).ignoreExceptions().until(this::isEverythingInSync);
                accepted.addAll(load.accepted());
            }
            // Then
            await().atMost(LIMIT).until(() -> ends(reader, accepted).size() == accepted.size());
            assertThat(ends(reader, accepted).values())
                    .allSatisfy(
                            ends -> assertThat(ends).singleElement().asString().contains("\"sha256\""));
            System.out.println(
                    DEATHS + " leaders died; " + accepted.size() + " prompts were accepted and drawn, each once");
        }
    }

    private static Map<String, Set<String>> ends(TopicReader reader, Set<String> accepted) {
        return reader.after(
                        Duration.ofSeconds(1),
                        record -> accepted.contains(
                                record.key().substring(0, record.key().indexOf('/'))))
                .collect(Collectors.groupingBy(
                        ConsumerRecord::key,
                        Collectors.mapping(
                                record -> new String(record.value(), StandardCharsets.UTF_8), Collectors.toSet())));
    }

    private BrokerProcess leader() throws ExecutionException, InterruptedException {
        int id = admin.describeTopics(List.of(Topics.PROMPTS))
                .allTopicNames()
                .get()
                .get(Topics.PROMPTS)
                .partitions()
                .get(0)
                .leader()
                .id();
        return brokers.stream().filter(broker -> broker.id() == id).findFirst().orElseThrow();
    }

    private boolean isEverythingInSync() throws ExecutionException, InterruptedException {
        return admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(partition -> partition.isr().size() == BROKERS);
    }
}
