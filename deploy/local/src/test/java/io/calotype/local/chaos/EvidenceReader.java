package io.calotype.local.chaos;

import io.calotype.contracts.topic.TopicSpec;
import io.calotype.contracts.topic.Topics;
import io.calotype.local.chaos.Evidence.StoredObject;
import io.calotype.local.lag.LagReader;
import io.calotype.local.process.ServiceProcess;
import io.calotype.local.stack.ChaosStack;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Item;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Collects the evidence of a run, with a consumer and credentials like anybody's. */
final class EvidenceReader {

    private static final int NOT_FOUND = 404;
    private static final Duration POLL = Duration.ofMillis(200);

    private final ChaosStack stack;
    private final MinioClient store;

    EvidenceReader(ChaosStack stack) {
        this.stack = stack;
        var address = stack.store();
        store = MinioClient.builder()
                .endpoint(address.endpoint().toString())
                .credentials(address.accessKey(), address.secretKey())
                .build();
    }

    Evidence read() throws Exception {
        return new Evidence(records(), objects(), lags(), said());
    }

    /** Returns the lag of each stage's groups. */
    Map<String, Long> lags() {
        var lags = new TreeMap<String, Long>();
        LagReader.read(stack.kafka()).stream()
                .filter(lag -> !lag.group().contains("-texts"))
                .forEach(lag -> lags.put(lag.group() + " on " + lag.topic(), lag.records()));
        return lags;
    }

    private Map<String, List<ConsumerRecord<String, byte[]>>> records() {
        var settings = Map.<String, Object>of("bootstrap.servers", stack.kafka(), "enable.auto.commit", "false");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = Topics.all(List.of(ChaosStack.MODEL)).stream()
                    .map(TopicSpec::name)
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new HashMap<String, List<ConsumerRecord<String, byte[]>>>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL)
                        .forEach(record -> records.computeIfAbsent(record.topic(), topic -> new ArrayList<>())
                                .add(record));
            }
            return records;
        }
    }

    private Map<String, StoredObject> objects() throws Exception {
        var objects = new TreeMap<String, StoredObject>();
        var listing = ListObjectsArgs.builder()
                .bucket(stack.store().bucket())
                .recursive(true)
                .build();
        for (var result : store.listObjects(listing)) {
            var item = result.get();
            object(item).ifPresent(object -> objects.put(item.objectName(), object));
        }
        return objects;
    }

    /** Nothing for an object that was removed since it was listed. */
    private Optional<StoredObject> object(Item item) throws Exception {
        var args = GetObjectArgs.builder()
                .bucket(stack.store().bucket())
                .object(item.objectName())
                .build();
        try (var object = store.getObject(args)) {
            var digest = MessageDigest.getInstance("SHA-256").digest(object.readAllBytes());
            return Optional.of(new StoredObject(
                    HexFormat.of().formatHex(digest),
                    item.etag(),
                    item.lastModified().toInstant(),
                    item.size()));
        } catch (ErrorResponseException e) {
            if (e.response().code() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Map<String, String> said() throws IOException, InterruptedException {
        var said = new TreeMap<String, String>();
        try (var logs = Files.list(stack.logs())) {
            for (Path log : logs.toList()) {
                said.put(log.getFileName().toString(), Files.readString(log, StandardCharsets.UTF_8));
            }
        }
        for (ServiceProcess service : stack.services()) {
            var metrics = HttpRequest.newBuilder(service.spec().http().resolve("/q/metrics"))
                    .build();
            said.put(
                    service.spec().name() + " metrics",
                    HttpClient.newHttpClient()
                            .send(metrics, BodyHandlers.ofString())
                            .body());
        }
        return said;
    }
}
