package io.calotype.local.stack;

import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.broker.EmbeddedKafka;
import io.calotype.embedded.store.EmbeddedS3;
import io.calotype.local.stack.StackState.StoreAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.admin.NewTopic;

/** Broker and object store in this process; tests can stop and restart each in place. */
final class Backbone implements AutoCloseable {

    private static final String BUCKET = "calotype";
    private static final String ACCESS_KEY = "calotype";
    private static final String SECRET_KEY = "calotype-secret";

    private final Path data;
    private EmbeddedKafka kafka;
    private EmbeddedS3 store;

    private Backbone(Path data, EmbeddedKafka kafka, EmbeddedS3 store) {
        this.data = data;
        this.kafka = kafka;
        this.store = store;
    }

    /** Starts both in parallel, and creates the bucket and the topics that are absent. */
    static Backbone start(Path data, int kafkaPort, int s3Port, List<String> models) {
        return start(data, folder -> EmbeddedKafka.start(folder, kafkaPort), s3Port, models);
    }

    /** Starts both, the broker as the caller likes. */
    static Backbone start(Path data, Function<Path, EmbeddedKafka> broker, int s3Port, List<String> models) {
        var starting = CompletableFuture.supplyAsync(() -> store(data, s3Port));
        var backbone = new Backbone(data, broker.apply(data.resolve("kafka")), starting.join());
        backbone.store.createBucket(BUCKET);
        backbone.kafka.createTopics(Topics.all(models).stream()
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) topic.replicas())
                        .configs(topic.config()))
                .toList());
        return backbone;
    }

    /** Host and port of the broker. */
    String kafka() {
        return kafka.bootstrapServers();
    }

    /** How to reach the object store. */
    StoreAddress store() {
        return new StoreAddress(store.endpoint(), BUCKET, ACCESS_KEY, SECRET_KEY);
    }

    /** Takes the broker away for as long as the task runs. */
    void withoutBroker(Runnable task) {
        kafka.close();
        task.run();
        kafka = kafka.startAgain();
    }

    /** Takes the object store away for as long as the task runs. */
    void withoutStore(Runnable task) {
        int port = store.endpoint().getPort();
        store.close();
        task.run();
        store = store(data, port);
    }

    /** Leaves both running until the process ends. */
    void abandon() {
        kafka.abandon();
    }

    @Override
    public void close() {
        store.close();
        kafka.close();
    }

    private static EmbeddedS3 store(Path data, int port) {
        return EmbeddedS3.start(data.resolve("s3"), port, ACCESS_KEY, SECRET_KEY);
    }
}
