package io.calotype.local.chaos;

import io.calotype.contracts.topic.Topics;
import io.calotype.local.stack.ChaosStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** One run: a stack, a load, faults, and the oracle at the end. */
final class ChaosRun implements AutoCloseable {

    private static final Duration HEALED_WITHIN = Duration.ofMinutes(5);
    private static final int MOST_IMAGES = 3;

    private final long seed;
    private final ChaosStack stack;
    private final Asked asked = new Asked();
    private final OffsetWatch offsets = new OffsetWatch(ChaosStack.MODEL);
    private final Map<String, String> faultFree = new HashMap<>();
    private final EvidenceReader reader;
    private final Load load;
    private Map<Faults.Kind, Integer> faultsDone = Map.of();
    private CuttingProxy proxy;

    ChaosRun(long seed, Map<String, String> environment) {
        this.seed = seed;
        System.out.println("chaos.seed=" + seed);
        stack = new ChaosStack(
                endpoint -> {
                    proxy = CuttingProxy.before(endpoint);
                    return proxy.endpoint();
                },
                settings(environment));
        stack.startServices();
        reader = new EvidenceReader(stack);
        load = new Load(stack.kafka(), asked);
    }

    /** Embeddings go through the object store, latents with their records. */
    private static Map<String, String> settings(Map<String, String> environment) {
        var settings = new HashMap<>(environment);
        settings.put("CALOTYPE_INLINE_LIMIT", "32768");
        return settings;
    }

    /** Learns what each recipe looks like; an image that a call of the model failed is asked for again. */
    void drawEachRecipeInPeace() throws Exception {
        while (faultFree.size() < Recipes.COUNT * MOST_IMAGES) {
            for (int recipe = 0; recipe < Recipes.COUNT; recipe++) {
                for (int index = 0; index < MOST_IMAGES; index++) {
                    if (!faultFree.containsKey(recipe + "/" + index)) {
                        load.prompt(recipe, MOST_IMAGES);
                        break;
                    }
                }
            }
            awaitEveryEnd();
            var evidence = reader.read();
            for (var image : asked.images()) {
                asked.promptOf(image).ifPresent(prompt -> evidence.objects().entrySet().stream()
                        .filter(object -> object.getKey().startsWith("images/" + image + "."))
                        .forEach(object -> faultFree.put(
                                prompt.recipe() + image.substring(image.lastIndexOf('/')),
                                object.getValue().sha256())));
            }
        }
    }

    void letThingsGoWrong(Duration time) throws Exception {
        var random = new Random(seed);
        var prompts = new Random(seed + 1);
        var end = Instant.now().plus(time);
        var longestPause = time.toSeconds() >= 300 ? Duration.ofSeconds(90) : Duration.ofSeconds(15);
        try (var redelivery = new Redelivery(stack.kafka(), ChaosStack.MODEL);
                var admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            var faults = new Faults(stack, proxy, redelivery, random, longestPause);
            var publishing = new Thread(() -> publishUntil(end, prompts));
            publishing.start();
            while (Instant.now().isBefore(end)) {
                faults.next();
                offsets.look(admin);
                Thread.sleep(1000 + random.nextInt(3000));
            }
            publishing.join();
            faults.heal();
            faultsDone = faults.done();
        }
    }

    /** Publishes prompts of all recipes, one after the other. */
    void publish(int prompts) throws Exception {
        for (int i = 0; i < prompts; i++) {
            load.prompt(i % Recipes.COUNT, MOST_IMAGES);
        }
    }

    int deaths() {
        return stack.deaths();
    }

    private void publishUntil(Instant end, Random random) {
        try {
            while (Instant.now().isBefore(end)) {
                load.publish(random);
                Thread.sleep(300 + random.nextInt(900));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until nothing is left to do; what has no end then never gets one. */
    void awaitEveryEnd() {
        Awaitility.await()
                .atMost(HEALED_WITHIN)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .until(() -> isDrained() && isDrainedStill());
    }

    private boolean isDrained() {
        return reader.lags().values().stream().allMatch(lag -> lag == 0);
    }

    /** A record that was sent a moment ago may not show as a lag of its group yet. */
    private boolean isDrainedStill() throws InterruptedException {
        Thread.sleep(2000);
        return isDrained();
    }

    Evidence evidence() throws Exception {
        return reader.read();
    }

    List<Violation> violations(Evidence evidence) {
        var violations = new ArrayList<>(new Oracle(asked, faultFree, List.of(Load.CANARY)).judge(evidence));
        violations.addAll(offsets.judge(evidence));
        return violations;
    }

    /** Stops the services, sets all their groups back to the beginning, and lets them read everything again. */
    void readEverythingAgain() throws Exception {
        stack.stopServices();
        try (var admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            var groups = admin.listGroups().all().get().stream()
                    .map(group -> group.groupId())
                    .filter(group -> group.startsWith("calotype-") && !group.contains("cancellations"))
                    .toList();
            for (var group : groups) {
                var partitions = admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .keySet();
                var earliest = admin.listOffsets(partitions.stream()
                                .collect(Collectors.toMap(partition -> partition, p -> OffsetSpec.earliest())))
                        .all()
                        .get();
                var back = new HashMap<TopicPartition, OffsetAndMetadata>();
                earliest.forEach((partition, offset) -> back.put(partition, new OffsetAndMetadata(offset.offset())));
                if (!back.isEmpty()) {
                    admin.alterConsumerGroupOffsets(group, back).all().get();
                }
            }
        }
        stack.startServices();
        awaitEveryEnd();
    }

    List<Violation> changesSince(Evidence before) throws Exception {
        var after = reader.read();
        var violations = new ArrayList<>(violations(after));
        violations.addAll(new Oracle(asked, faultFree, List.of()).unchanged(before, after));
        return violations;
    }

    String summary(Evidence evidence) {
        var ends = new TreeMap<String, Integer>();
        evidence.topic(Topics.IMAGES).stream()
                .collect(Collectors.toMap(record -> record.key(), record -> record, (first, second) -> first))
                .values()
                .forEach(record -> ends.merge(
                        new String(record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8),
                        1,
                        Integer::sum));
        return "chaos.seed=%d: %d prompts, %d images asked for, ends %s, %d terminal events, %d deaths, faults %s"
                .formatted(
                        seed,
                        asked.prompts().size(),
                        asked.images().size(),
                        ends,
                        evidence.topic(Topics.IMAGES).size(),
                        stack.deaths(),
                        new TreeMap<>(faultsDone));
    }

    @Override
    public void close() throws IOException {
        load.close();
        stack.close();
        proxy.close();
    }
}
