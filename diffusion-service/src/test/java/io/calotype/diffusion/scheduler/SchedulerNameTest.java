package io.calotype.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of A1111 and ComfyUI, from the prompt event to the scheduler. */
class SchedulerNameTest {
    private static final JsonNode NOISE = Golden.json("{\"_class_name\": \"EulerDiscreteScheduler\"}");
    private static final JsonNode FLOW = Golden.json("{\"_class_name\": \"FlowMatchEulerDiscreteScheduler\"}");

    @ParameterizedTest
    @CsvFileSource(resources = "/schedulers/names.csv")
    void namesOfOtherProgramsAreUnderstood(String asked, String expected) {
        assertThat(chosen(asked)).isEqualTo(expected);
    }

    @Test
    void nameOfASchedulerChoosesTheSameAgain() {
        for (var name :
                new String[] {"euler_trailing", "ddim_leading", "dpmpp_2m_linspace", "euler_ancestral_karras"}) {
            assertThat(chosen(name)).isEqualTo(name);
        }
    }

    @Test
    void flowSchedulersPassOverSpacingsOfTimesteps() {
        assertThat(SchedulerFactory.create(FLOW, "flow_match_euler + simple").name())
                .isEqualTo("flow_match_euler");
    }

    @ParameterizedTest
    @CsvSource({"Euler a, EULER A", "DPM++ 2M Karras, dpm++_2m_karras", "DDIMScheduler, ddimscheduler"})
    void spellingsOfANameShareAScheduler(String one, String other) {
        assertThat(SchedulerFactory.canonical(NOISE, other)).isEqualTo(SchedulerFactory.canonical(NOISE, one));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DPM++ 2S a      | dpmpp_2m, dpmpp_2m_sde, dpmpp_3m, dpmpp_sde",
                "DPM++ 2M Karas  | dpmpp_2m_karras",
                "DPM adaptive    | dpmpp_sde, dpm2_karras",
                "eulr            | euler",
                "DDIM Karras     | ddim",
                "euler_cfg_pp    | euler"
            })
    void unknownNameIsRefusedWithCloseOnes(String asked, String close) {
        // When
        var problem = catchThrowableOfType(Refusal.class, () -> SchedulerFactory.create(NOISE, asked))
                .problem();
        // Then
        assertThat(problem.type()).isEqualTo(ProblemType.UNSUPPORTED);
        assertThat(problem.field()).isEqualTo("scheduler");
        assertThat(problem.detail()).startsWith("there is no scheduler " + asked + "; close are " + close);
    }

    /** Sends the name through a prompt event, in three cases, and returns the scheduler's own. */
    private static String chosen(String asked) {
        var names = new String[] {asked, asked.toLowerCase(Locale.ROOT), asked.toUpperCase(Locale.ROOT)};
        var chosen = Arrays.stream(names)
                .map(name -> SchedulerFactory.create(NOISE, sent(name)).name())
                .distinct()
                .toList();
        assertThat(chosen).as(asked).hasSize(1);
        return chosen.get(0);
    }

    private static String sent(String name) {
        var json = "{\"prompt\": \"a cat\", \"scheduler\": \"" + name + "\"}";
        var event = Events.promptRequested(json.getBytes(StandardCharsets.UTF_8), "p", "/shop");
        return Objects.requireNonNull(event.parameters().sampling().scheduler());
    }
}
