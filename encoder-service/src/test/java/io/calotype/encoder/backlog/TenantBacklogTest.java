package io.calotype.encoder.backlog;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Sampling;
import io.calotype.contracts.spec.Seed;
import io.calotype.messaging.config.TenantsConfig;
import io.calotype.messaging.tenant.Tenants;
import io.calotype.messaging.testing.ServiceSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantBacklogTest {

    static final GenerationSpec SPEC = new GenerationSpec(
            "a cat",
            "",
            PromptWeights.OFF,
            new ImageSize(128, 128),
            new Sampling(20, 3.0, 0, 1, "euler", new Seed(7), null),
            OutputFormat.PNG,
            "pictograms",
            5);

    private final TenantBacklog backlog = new TenantBacklog(
            new Tenants(new ServiceSettings(Map.of("CALOTYPE_TENANTS_WAITING_PROMPTS", "2"), TenantsConfig.class)
                    .of(TenantsConfig.class)));

    @Test
    void aPromptWaitsUntilTheLastOfItsImagesHasEnded() {
        // Given
        backlog.enter(List.of(task("a", 0), task("a", 1)));
        backlog.enter(List.of(task("b", 0)));
        // Then
        assertThatThrownBy(() -> backlog.enter(List.of(task("c", 0))))
                .isInstanceOf(Refusal.class)
                .hasMessage("BACKLOG_FULL: waiting prompts: 2; at most 2");
        // When
        backlog.ended(new ImageId("a", 0));
        backlog.ended(new ImageId("a", 0));
        backlog.ended(new ImageId("unknown", 0));
        // Then
        assertThatThrownBy(() -> backlog.enter(List.of(task("c", 0)))).isInstanceOf(Refusal.class);
        // When
        backlog.ended(new ImageId("a", 1));
        // Then
        assertThatCode(() -> backlog.enter(List.of(task("c", 0)))).doesNotThrowAnyException();
    }

    @Test
    void aPromptThatIsProcessedAgainCountsOnce() {
        // When
        for (int i = 0; i < 5; i++) {
            backlog.enter(List.of(task("a", 0), task("a", 1)));
        }
        // Then
        assertThatCode(() -> backlog.enter(List.of(task("b", 0)))).doesNotThrowAnyException();
        assertThatCode(() -> backlog.enter(List.of(task("a", 2)))).doesNotThrowAnyException();
        assertThatThrownBy(() -> backlog.enter(List.of(task("c", 0)))).isInstanceOf(Refusal.class);
    }

    private static ImageTask task(String promptId, int index) {
        var image = new RequestedImage(new ImageId(promptId, index), Origin.of(promptId, "/shop"), "a".repeat(64));
        return new ImageTask(image, SPEC, "d".repeat(64), Instant.EPOCH, StageTimings.none());
    }
}
