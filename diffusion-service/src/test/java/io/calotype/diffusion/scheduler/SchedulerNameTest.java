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
import org.junit.jupiter.params.provider.CsvSource;

/** The names of A1111 and ComfyUI, from the prompt event to the scheduler. */
class SchedulerNameTest {
    private static final JsonNode NOISE = Golden.json("{\"_class_name\": \"EulerDiscreteScheduler\"}");
    private static final JsonNode FLOW = Golden.json("{\"_class_name\": \"FlowMatchEulerDiscreteScheduler\"}");

    @ParameterizedTest
    @CsvSource({
        "DPM++ 2M, dpmpp_2m",
        "DPM++ SDE, dpmpp_sde",
        "DPM++ 2M SDE, dpmpp_2m_sde",
        "DPM++ 2M SDE Heun, dpmpp_2m_sde_heun",
        "DPM++ 3M SDE, dpmpp_3m_sde",
        "Euler a, euler_ancestral",
        "Euler, euler",
        "LMS, lms",
        "Heun, heun",
        "DPM2, dpm2",
        "DPM2 a, dpm2_ancestral",
        "DDIM, ddim",
        "PLMS, pndm",
        "UniPC, unipc",
        "LCM, lcm"
    })
    void namesInTheListOfA1111(String asked, String expected) {
        assertThat(chosen(asked)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "DPM++ 2M Karras, dpmpp_2m_karras",
        "DPM++ SDE Karras, dpmpp_sde_karras",
        "DPM++ 2M SDE Karras, dpmpp_2m_sde_karras",
        "DPM++ 2M SDE Exponential, dpmpp_2m_sde_exponential",
        "DPM++ 2M SDE Heun Karras, dpmpp_2m_sde_heun_karras",
        "DPM++ 2M SDE Heun Exponential, dpmpp_2m_sde_heun_exponential",
        "DPM++ 3M SDE Karras, dpmpp_3m_sde_karras",
        "DPM++ 3M SDE Exponential, dpmpp_3m_sde_exponential",
        "LMS Karras, lms_karras",
        "DPM2 Karras, dpm2_karras",
        "DPM2 a Karras, dpm2_ancestral_karras",
        "Euler a Karras, euler_ancestral_karras",
        "DPM++ 2M Automatic, dpmpp_2m",
        "DPM++ 2M Uniform, dpmpp_2m_linspace",
        "DPM++ 2M SGM Uniform, dpmpp_2m_trailing",
        "Euler a Beta, euler_ancestral_beta"
    })
    void namesInPngTextsOfA1111(String asked, String expected) {
        assertThat(chosen(asked)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "k_dpmpp_2m, dpmpp_2m",
        "k_dpmpp_2m_ka, dpmpp_2m_karras",
        "k_dpmpp_sde_ka, dpmpp_sde_karras",
        "k_dpmpp_2m_sde_ka, dpmpp_2m_sde_karras",
        "k_dpmpp_2m_sde_exp, dpmpp_2m_sde_exponential",
        "k_dpmpp_2m_sde_heun, dpmpp_2m_sde_heun",
        "k_dpmpp_2m_sde_heun_ka, dpmpp_2m_sde_heun_karras",
        "k_dpmpp_3m_sde, dpmpp_3m_sde",
        "k_dpmpp_3m_sde_exp, dpmpp_3m_sde_exponential",
        "k_euler_a, euler_ancestral",
        "k_euler_ancestral, euler_ancestral",
        "k_dpm_2_ka, dpm2_karras",
        "k_dpm_2_a_ka, dpm2_ancestral_karras",
        "k_lms_ka, lms_karras",
        "k_lcm, lcm"
    })
    void namesInTheApiOfA1111(String asked, String expected) {
        assertThat(chosen(asked)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "dpmpp_2m + karras, dpmpp_2m_karras",
        "dpmpp_2m+karras, dpmpp_2m_karras",
        "dpmpp_2m karras, dpmpp_2m_karras",
        "dpmpp_2m/karras, dpmpp_2m_karras",
        "euler_ancestral + karras, euler_ancestral_karras",
        "dpmpp_sde_gpu + karras, dpmpp_sde_karras",
        "dpmpp_3m_sde_gpu + exponential, dpmpp_3m_sde_exponential",
        "dpm_2_ancestral + beta, dpm2_ancestral_beta",
        "euler + normal, euler_linspace",
        "euler + simple, euler_trailing",
        "euler + sgm_uniform, euler_trailing",
        "ddim + ddim_uniform, ddim_leading",
        "uni_pc_bh2 + simple, unipc_trailing",
        "lcm + sgm_uniform, lcm"
    })
    void pairsOfComfyUi(String asked, String expected) {
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
