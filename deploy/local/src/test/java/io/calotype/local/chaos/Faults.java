package io.calotype.local.chaos;

import io.calotype.local.process.ServiceProcess;
import io.calotype.local.stack.ChaosStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;

/** What goes wrong in a run, one thing after the other, drawn from a seed. */
final class Faults {

    /** A kind of fault. */
    enum Kind {
        KILL,
        STOP_AND_CONTINUE,
        TERMINATE,
        REBALANCE,
        SECOND_DELIVERY,
        CUT_AFTER_PUT,
        SLOW_NETWORK,
        SILENT_NETWORK,
        STORE_AWAY,
        BROKER_AWAY
    }

    private static final List<Kind> MIX = List.of(
            Kind.KILL,
            Kind.KILL,
            Kind.KILL,
            Kind.STOP_AND_CONTINUE,
            Kind.STOP_AND_CONTINUE,
            Kind.TERMINATE,
            Kind.REBALANCE,
            Kind.REBALANCE,
            Kind.SECOND_DELIVERY,
            Kind.SECOND_DELIVERY,
            Kind.CUT_AFTER_PUT,
            Kind.CUT_AFTER_PUT,
            Kind.SLOW_NETWORK,
            Kind.SILENT_NETWORK,
            Kind.STORE_AWAY,
            Kind.BROKER_AWAY);
    private static final int PUTS_CUT = 5;

    private final ChaosStack stack;
    private final Surroundings surroundings;
    private final Redelivery redelivery;
    private final Random random;
    private final Duration longestPause;
    private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);
    private final List<Kind> deck = new ArrayList<>(); // drawn without putting back, so that no kind is left out
    private final List<Thread> pauses = new ArrayList<>();

    Faults(ChaosStack stack, Surroundings surroundings, Redelivery redelivery, Random random, Duration longestPause) {
        this.stack = stack;
        this.surroundings = surroundings;
        this.redelivery = redelivery;
        this.random = random;
        this.longestPause = longestPause;
    }

    /** Lets the next thing go wrong; some of it goes on after this returns. */
    void next() throws ExecutionException, InterruptedException {
        if (deck.isEmpty()) {
            deck.addAll(MIX);
            Collections.shuffle(deck, random);
        }
        var kind = deck.remove(deck.size() - 1);
        done.merge(kind, 1, Integer::sum);
        switch (kind) {
            case KILL -> process().ifPresent(ProcessHandle::destroyForcibly);
            case TERMINATE -> process().ifPresent(ProcessHandle::destroy);
            case STOP_AND_CONTINUE -> process().ifPresent(this::stopForAWhile);
            case REBALANCE -> rebalance();
            case SECOND_DELIVERY -> redelivery.sendAgain(random);
            case CUT_AFTER_PUT -> surroundings.cutNextPuts(1 + random.nextInt(PUTS_CUT));
            case SLOW_NETWORK -> surroundings.slowFor(pause());
            case SILENT_NETWORK -> surroundings.silentFor(pause(), random);
            case STORE_AWAY -> stack.withoutStore(() -> sleep(2000 + random.nextInt(4000)));
            case BROKER_AWAY -> stack.withoutBroker(() -> sleep(2000 + random.nextInt(4000)));
        }
    }

    /** Waits until everything that was stopped goes on. */
    void heal() throws InterruptedException {
        for (var pause : pauses) {
            pause.join();
        }
        surroundings.heal();
    }

    Map<Kind, Integer> done() {
        return Map.copyOf(done);
    }

    private Optional<ProcessHandle> process() {
        List<ServiceProcess> services = stack.services();
        long pid = services.get(random.nextInt(services.size())).pid();
        return pid < 0 ? Optional.empty() : ProcessHandle.of(pid);
    }

    private void stopForAWhile(ProcessHandle process) {
        var time = pause();
        var pause = new Thread(() -> {
            signal("STOP", process);
            sleep(time.toMillis());
            signal("CONT", process);
        });
        pause.start();
        pauses.add(pause);
    }

    private Duration pause() {
        return Duration.ofMillis(3000 + (long) (random.nextDouble() * (longestPause.toMillis() - 3000)));
    }

    private static void signal(String name, ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Removes all members of a stage's group, who then join it again. */
    private void rebalance() throws InterruptedException {
        var groups = List.of(
                "calotype-encoder", "calotype-diffusion-" + ChaosStack.MODEL, "calotype-decoder-" + ChaosStack.MODEL);
        try (var admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            admin.removeMembersFromConsumerGroup(
                            groups.get(random.nextInt(groups.size())), new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            System.out.println("no rebalance: " + e.getMessage());
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
