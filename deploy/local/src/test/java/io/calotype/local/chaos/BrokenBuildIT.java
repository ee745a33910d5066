package io.calotype.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The oracle sees what it is there for: services that were broken on purpose are caught, each by the invariant it breaks. */
@EnabledIfSystemProperty(named = "chaos", matches = "true")
class BrokenBuildIT {

    private static final Duration TIME = Duration.ofSeconds(45);

    /** A build that breaks one promise. */
    enum Broken {
        ACKNOWLEDGES_BEFORE_THE_EFFECT(
                Invariant.EFFECT_BEFORE_OFFSET,
                Rules.rule(
                        "acknowledge at once",
                        "io.calotype.stage.messaging.Intake",
                        "start",
                        "ENTRY",
                        "TRUE",
                        "$1.ack()")),
        WRITES_ENDS_WITHOUT_CONDITION(
                Invariant.ONE_END,
                Rules.rule(
                        "an end is overwritten",
                        "io.calotype.messaging.store.MinioObjectStore",
                        "putIfAbsent",
                        "ENTRY",
                        "$1.startsWith(\"ends/\")",
                        "$0.delete($1)"),
                Rules.rule(
                        "no end is found",
                        "io.calotype.stage.ends.EndArbiter",
                        "find",
                        "ENTRY",
                        "TRUE",
                        "return java.util.Optional.empty()")),
        SKIPS_THE_ARBITER(
                Invariant.ONE_END,
                Rules.rule(
                        "every end stands",
                        "io.calotype.stage.ends.EndArbiter",
                        "decide",
                        "ENTRY",
                        "TRUE",
                        "return $1"),
                Rules.rule(
                        "no end is found",
                        "io.calotype.stage.ends.EndArbiter",
                        "find",
                        "ENTRY",
                        "TRUE",
                        "return java.util.Optional.empty()")),
        SWALLOWS_ERRORS(
                Invariant.ONE_END,
                Rules.rule(
                        "a failure is no failure",
                        "io.calotype.stage.messaging.EndPublisher",
                        "fail",
                        "ENTRY",
                        "TRUE",
                        "return java.util.concurrent.CompletableFuture.completedFuture(null)")),
        KEEPS_CLAIMS(
                Invariant.NO_LEFTOVERS,
                Rules.rule(
                        "a claim stays", "io.calotype.stage.messaging.Claims", "release", "ENTRY", "TRUE", "return"));

        private final Invariant breaks;
        private final String rules;

        Broken(Invariant breaks, String... rules) {
            this.breaks = breaks;
            this.rules = String.join("\n", rules);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isCaught(Broken broken) throws Exception {
        assumeTrue(broken.name().matches(System.getProperty("chaos.broken", ".*")));
        long seed = Long.getLong("chaos.seed", new Random().nextInt(1_000_000));
        try (var run = new ChaosRun(seed, Rules.environment(broken.rules))) {
            // Given
            run.drawEachRecipeInPeace();
            // When
            run.letThingsGoWrong(TIME);
            run.awaitEveryEnd();
            // Then
            var evidence = run.evidence();
            System.out.println(broken + ": " + run.summary(evidence));
            var violations = run.violations(evidence);
            violations.stream().limit(5).forEach(System.out::println);
            assertThat(violations).extracting(Violation::invariant).contains(broken.breaks);
        }
    }
}
