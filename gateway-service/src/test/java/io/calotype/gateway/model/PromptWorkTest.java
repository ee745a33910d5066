package io.calotype.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.OutputRequest;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.SamplingRequest;
import io.calotype.contracts.spec.Hires;
import io.calotype.contracts.spec.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PromptWorkTest {

    private final PromptWork work = new PromptWork(List.of());

    @Test
    void aSecondPassCounts() {
        long onePass = work.ofImage(prompt(null));
        assertThat(onePass).isEqualTo(64 * 64 * 10 * 2);
        assertThat(work.ofImage(prompt(new Hires(2, null, null)))).isEqualTo(onePass + 128 * 128 * 10 * 2);
        assertThat(work.ofImage(prompt(new Hires(2, 500, null)))).isEqualTo(onePass + 128 * 128 * 500 * 2);
    }

    private static PromptParameters prompt(@Nullable Hires hires) {
        return new PromptParameters(
                "a cat",
                null,
                null,
                new OutputRequest(64, 64, 1, null, null, hires),
                new SamplingRequest(10, 7.5, null, null, null, null),
                null,
                Limits.DEFAULT_PRIORITY,
                null);
    }
}
