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
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One run: a stack, a load, faults, and the oracle at the end. */
final class ChaosRun implements AutoCloseable {

    private static final Duration STALLED_AFTER = Duration.ofMinutes(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);
    private static final int MOST_IMAGES = 3;
    private static final int SESSION_MS = 10_000;
    private static final String AHEAD = "4"; // images of each encoder, which holds the prompts behind them

    private static final List<String> WORK =
            List.of(Topics.PROMPTS, Topics.embeddings(ChaosStack.MODEL), Topics.latents(ChaosStack.MODEL));

    private final long seed;
    private final Surroundings surroundings = new Surroundings();
    private final ChaosStack stack;
    private final Asked asked = new Asked();
    private final OffsetWatch offsets = new OffsetWatch(ChaosStack.MODEL);
    private final EvidenceReader reader;
    private final Load load;
    private Map<Faults.Kind, Integer> faultsDone = Map.of();

    ChaosRun(long seed, Map<String, String> environment) {
        this.seed = seed;
        System.out.println("chaos.seed=" + seed);
        stack = new ChaosStack(surroundings, settings(environment));
        stack.startServices();
        reader = new EvidenceReader(stack);
        load = new Load(stack.kafka(), asked);
    }

    /**
     * Embeddings go through the object store, latents with their records; a process that is stopped for longer than its session
     * loses its partitions and still believes that it has them. Encoders hold prompts, and die with them.
     */
    private static Map<String, String> settings(Map<String, String> environment) {
        var settings = new HashMap<>(environment);
        settings.put("CALOTYPE_INLINE_LIMIT", "32768");
        settings.put("CALOTYPE_ENCODER_AHEAD", AHEAD);
        settings.put("KAFKA_SESSION_TIMEOUT_MS", Integer.toString(SESSION_MS));
        settings.put("KAFKA_HEARTBEAT_INTERVAL_MS", Integer.toString(SESSION_MS / 5));
        return settings;
    }

    /** Learns what each recipe looks like; an image that failed with a call of the model is asked for again. */
    void drawEachRecipeInPeace() throws Exception {
        while (!FaultFreePictures.areComplete(MOST_IMAGES)) {
            for (int recipe = 0; recipe < Recipes.COUNT; recipe++) {
                int wanted = recipe;
                if (!IntStream.range(0, MOST_IMAGES).allMatch(index -> FaultFreePictures.isKnown(wanted, index))) {
                    load.prompt(recipe, MOST_IMAGES);
                }
            }
            awaitEveryEnd();
            FaultFreePictures.learn(asked, reader.read());
        }
    }

    void letThingsGoWrong(Duration time) throws Exception {
        var random = new Random(seed);
        var prompts = new Random(seed + 1);
        var end = Instant.now().plus(time);
        var longestPause = time.toSeconds() >= 300 ? Duration.ofSeconds(90) : Duration.ofSeconds(20);
        try (var redelivery = new Redelivery(stack.kafka(), ChaosStack.MODEL);
                var admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            var faults = new Faults(stack, surroundings, redelivery, random, longestPause);
            var publishing = new Thread(() -> publishUntil(end, prompts));
            publishing.start();
            while (Instant.now().isBefore(end)) {
                faults.next();
                offsets.look(admin);
                Thread.sleep(1000 + random.nextInt(3000));
            }
            publishing.join();
            faults.heal();
            redelivery.sendAgain(random);
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

    /**
     * Waits for as long as records are read, until none is left and all services are back; what has no end then never gets
     * one, as the oracle says.
     */
    void awaitEveryEnd() {
        var stall = new Stall(STALLED_AFTER);
        try {
            Awaitility.await()
                    .atMost(LONGEST_WAIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .until(() -> stall.seenIn(reader.lags()) || isAtRest());
        } catch (ConditionTimeoutException e) {
            System.out.println("not drained within " + LONGEST_WAIT + ": " + reader.lags());
        }
    }

    private boolean isAtRest() throws InterruptedException {
        return stack.isReady() && isDrained() && isDrainedStill();
    }

    /** A group that is being rebalanced before its first commit shows no lag at all. */
    private boolean isDrained() {
        var lags = reader.lags();
        boolean shown =
                WORK.stream().allMatch(topic -> lags.keySet().stream().anyMatch(key -> key.endsWith(" on " + topic)));
        return shown && lags.values().stream().allMatch(lag -> lag == 0);
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
        var violations = new ArrayList<>(new Oracle(asked, List.of(Load.CANARY)).judge(evidence));
        violations.addAll(offsets.judge(evidence));
        return violations;
    }

    /** Stops the services, resets all their groups to the earliest offsets, and lets them read everything again. */
    void readEverythingAgain() throws Exception {
        stack.stopServices();
        ConsumerGroups.resetToEarliest(stack.kafka());
        stack.startServices();
        awaitEveryEnd();
    }

    List<Violation> changesSince(Evidence before) throws Exception {
        var after = reader.read();
        var violations = new ArrayList<>(violations(after));
        violations.addAll(new Oracle(asked, List.of()).unchanged(before, after));
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
        surroundings.close();
    }
}
