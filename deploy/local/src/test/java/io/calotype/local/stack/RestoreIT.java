package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.topic.Topics;
import io.calotype.local.process.ServiceProcess;
import io.calotype.local.stack.StackSettings.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bucket is lost and restored from an older copy, as docs/operations.md says. */
@Tag("long")
class RestoreIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String PROMPT = "{\"prompt\":\"a cat\",\"steps\":2,\"width\":64,\"height\":64}";

    @TempDir
    private Path folder;

    private final List<ServiceProcess> running = new ArrayList<>();
    private StackSettings settings;
    private Backbone backbone;

    @BeforeEach
    void plan() {
        settings = new StackSettings(
                Home.under(Shell.ROOT),
                folder.resolve("data"),
                List.of(WholeStack.MODEL),
                StackPorts.FREE,
                Purpose.SHORT_RUN);
        backbone = Backbone.start(settings.data(), 0, 0, settings.models());
    }

    @AfterEach
    void stop() {
        running.forEach(ServiceProcess::kill);
        running.forEach(ServiceProcess::awaitEnd);
        backbone.close();
    }

    @Test
    void picturesThatTheCopyLacksAreDrawnAgainToTheSameBytes() throws Exception {
        try (var producer = new OutsideProducer(backbone.kafka());
                var reader = new TopicReader(backbone.kafka(), Topics.IMAGES)) {
            // Given
            startServices();
            var copied = draw(producer, reader, "copied");
            copy(bucket(), folder.resolve("copy"));
            var lacking = draw(producer, reader, "lacking");
            stopServices();
            // When
            backbone.withoutStore(() -> {
                delete(bucket());
                copy(folder.resolve("copy"), bucket());
            });
            assertThat(new Bucket(backbone.store()).keys("lacking")).isEmpty();
            readPromptsFromTheBeginning();
            startServices();
            reader.await(4, LIMIT, record -> record.key().startsWith("lacking"));
            // Then
            assertThat(stored("copied")).isEqualTo(copied);
            assertThat(stored("lacking")).isEqualTo(lacking);
        }
    }

    /** Two pictures, by key; their sha256. */
    private Map<String, String> draw(OutsideProducer producer, TopicReader reader, String prefix) {
        IntStream.range(0, 2).forEach(i -> producer.binary(prefix + "-" + i, PROMPT));
        reader.awaitImages(2, LIMIT, prefix);
        return stored(prefix);
    }

    private Map<String, String> stored(String prefix) {
        var bucket = new Bucket(backbone.store());
        return bucket.keys(prefix).stream().collect(Collectors.toMap(key -> key, key -> Sha256.hex(bucket.get(key))));
    }

    private void readPromptsFromTheBeginning() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", backbone.kafka()))) {
            for (var group : List.of("calotype-encoder", "calotype-encoder-" + WholeStack.MODEL)) {
                var read = admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get();
                admin.alterConsumerGroupOffsets(
                                group,
                                read.keySet().stream()
                                        .collect(Collectors.toMap(
                                                (TopicPartition partition) -> partition,
                                                partition -> new OffsetAndMetadata(0))))
                        .all()
                        .get();
            }
        }
    }

    private void startServices() {
        for (var spec : new ServicePlan(settings).services(backbone.kafka(), backbone.store())) {
            running.add(ServiceProcess.start(spec, settings.home().leash(), settings.logs(), new Deaths()));
        }
        running.forEach(service -> service.firstReady().join());
    }

    private void stopServices() {
        running.forEach(ServiceProcess::requestStop);
        running.forEach(ServiceProcess::close);
        running.clear();
    }

    private Path bucket() {
        return settings.data().resolve("s3");
    }

    private static void copy(Path from, Path to) {
        walk(from).forEach(file -> {
            try {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void delete(Path tree) {
        var files = walk(tree);
        for (int i = files.size() - 1; i >= 0; i--) {
            files.get(i).toFile().delete();
        }
    }

    /** Folders before what is in them. */
    private static List<Path> walk(Path tree) {
        try (var files = Files.walk(tree)) {
            return files.toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
