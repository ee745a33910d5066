package io.calotype.messaging.testing;

import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.broker.EmbeddedKafka;
import io.calotype.embedded.store.EmbeddedS3;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/** A real broker with a deployment's topics and a real object store, for the tests of a service. */
public final class EmbeddedParts implements QuarkusTestResourceLifecycleManager {

    /** The packs whose topics exist. */
    public static final List<String> PACKS = List.of("pictograms", "other");

    private static final String ACCESS_KEY = "test-access";
    private static final String SECRET_KEY = "test-secret";
    private static final String BUCKET = "calotype";

    private Optional<EmbeddedKafka> kafka = Optional.empty();
    private Optional<EmbeddedS3> store = Optional.empty();
    private Optional<Path> data = Optional.empty();

    @Override
    public Map<String, String> start() {
        try {
            var folder = Files.createTempDirectory("calotype-test");
            data = Optional.of(folder);
            var broker = EmbeddedKafka.start(folder.resolve("kafka"), 0);
            kafka = Optional.of(broker);
            broker.createTopics(Topics.all(PACKS).stream()
                    .map(topic -> new NewTopic(topic.name(), 2, (short) 1).configs(topic.config()))
                    .toList());
            var s3 = EmbeddedS3.start(folder.resolve("s3"), 0, ACCESS_KEY, SECRET_KEY);
            store = Optional.of(s3);
            s3.createBucket(BUCKET);
            return Map.of(
                    "kafka.bootstrap.servers", broker.bootstrapServers(),
                    "calotype.store.endpoint", s3.endpoint().toString(),
                    "calotype.store.access-key", ACCESS_KEY,
                    "calotype.store.secret-key", SECRET_KEY,
                    "calotype.store.bucket", BUCKET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        store.ifPresent(EmbeddedS3::close);
        kafka.ifPresent(EmbeddedKafka::close);
        data.ifPresent(EmbeddedParts::delete);
    }

    /** What the broker still writes or removes at its end may be gone before it is looked at. */
    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("left behind: " + folder);
        }
    }
}
