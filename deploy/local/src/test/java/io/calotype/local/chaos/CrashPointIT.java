package io.calotype.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process dies at exactly the wrong moment, and every image still has its one end. */
@EnabledIfSystemProperty(named = "chaos", matches = "true")
class CrashPointIT {

    private static final String STORE = "io.calotype.messaging.store.MinioObjectStore";
    private static final String OUTBOX = "io.calotype.stage.messaging.Outbox";
    private static final int PROMPTS = 12;

    /** Where a process dies. */
    enum Point {
        BETWEEN_CLAIM_AND_EMBEDDING(
                Rules.halt("between claim and embedding", STORE, "putIfAbsent", "EXIT", "$1.startsWith(\"claims/\")")),
        BEFORE_LATENTS_ARE_SENT(Rules.halt(
                "before latents are sent", OUTBOX, "publish", "ENTRY", "$1.startsWith(\"calotype.latents.\")")),
        BETWEEN_LATENTS_AND_COMMIT(Rules.halt(
                "between latents and commit",
                "io.calotype.stage.messaging.Settlement",
                "acknowledge",
                "ENTRY",
                "$2.topic().startsWith(\"calotype.embeddings.\")")),
        BETWEEN_PICTURE_AND_END(
                Rules.halt("between picture and end", STORE, "putIfAbsent", "EXIT", "$1.startsWith(\"images/\")")),
        BETWEEN_END_AND_EVENT(
                Rules.halt("between end and event", STORE, "putIfAbsent", "EXIT", "$1.startsWith(\"ends/\")")),
        BETWEEN_EVENT_AND_COMMIT(Rules.halt(
                "between event and commit",
                "io.calotype.stage.messaging.Settlement",
                "acknowledge",
                "ENTRY",
                "$2.topic().startsWith(\"calotype.latents.\")"));

        private final String rule;

        Point(String rule) {
            this.rule = rule;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyImageHasOneEnd(Point point) throws Exception {
        assumeTrue(point.name().matches(System.getProperty("chaos.point", ".*")));
        try (var run = new ChaosRun(new Random().nextInt(1_000_000), Rules.environment(point.rule))) {
            // When
            run.drawEachRecipeInPeace();
            run.publish(PROMPTS);
            run.awaitEveryEnd();
            // Then
            var evidence = run.evidence();
            System.out.println(point + ": " + run.summary(evidence));
            assertThat(run.violations(evidence)).isEmpty();
            assertThat(run.deaths()).isEqualTo(1);
        }
    }
}
