package io.calotype.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.SchedulerNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerFactoryTest {
    private static final JsonNode FLOW =
            Golden.json("{'_class_name': 'FlowMatchEulerDiscreteScheduler'}".replace('\'', '"'));
    private static final JsonNode NOISE = config("EulerDiscreteScheduler", "");

    @ParameterizedTest
    @CsvSource({
        "euler, euler",
        "euler_karras, euler_karras",
        "EulerDiscreteScheduler, euler",
        "ddim, ddim",
        "DDIMScheduler, ddim",
        "dpmpp_2m, dpmpp_2m",
        "dpmpp_2m_karras, dpmpp_2m_karras",
        "dpmpp_2m_exponential, dpmpp_2m_exponential",
        "dpmpp_2m_beta, dpmpp_2m_beta",
        "DPMSolverMultistepScheduler, dpmpp_2m",
        "euler_ancestral, euler_ancestral",
        "HeunDiscreteScheduler, heun",
        "KDPM2DiscreteScheduler, dpm2",
        "KDPM2AncestralDiscreteScheduler, dpm2_ancestral",
        "lms_karras, lms_karras",
        "DDPMScheduler, ddpm",
        "PNDMScheduler, pndm",
        "DPMSolverSDEScheduler, dpmpp_sde",
        "dpmpp_2m_sde_karras, dpmpp_2m_sde_karras",
        "dpmpp_3m_sde_exponential, dpmpp_3m_sde_exponential",
        "UniPCMultistepScheduler, unipc",
        "LCMScheduler, lcm",
        "TCDScheduler, tcd"
    })
    void nameChoosesTheRule(String asked, String expected) {
        assertThat(SchedulerFactory.create(NOISE, asked).name()).isEqualTo(expected);
    }

    @Test
    void orderAndNoiseOfDpmSolverAreThoseOfTheName() {
        // Given
        var third = config("DPMSolverMultistepScheduler", ", 'solver_order': 3, 'algorithm_type': 'sde-dpmsolver++'");
        // Then
        assertThat(SchedulerFactory.create(third, "").name()).isEqualTo("dpmpp_3m_sde");
        assertThat(SchedulerFactory.create(third, "DPMSolverMultistepScheduler").name())
                .isEqualTo("dpmpp_3m_sde");
        assertThat(SchedulerFactory.create(third, "dpmpp_2m").name()).isEqualTo("dpmpp_2m");
        assertThat(needs(third, "dpmpp_2m")).isEqualTo(Needs.predictions(2));
        assertThat(needs(third, "dpmpp_3m_sde")).isEqualTo(Needs.predictions(3).with(Needs.Noise.GENERATOR));
    }

    private static Needs needs(JsonNode config, String name) {
        return ((TabulatedScheduler) SchedulerFactory.create(config, name)).needs();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dpm2", "dpm2_ancestral", "dpmpp_sde", "euler_ancestral", "pndm"})
    void ruleThatCannotTakeASampleSaysSo(String name) {
        assertThat(refusal(config("EulerDiscreteScheduler", ", 'prediction_type': 'sample'"), name)
                        .problem()
                        .detail())
                .contains("prediction_type is \"sample\"; supported is epsilon or v_prediction");
    }

    @Test
    void flowPackHasItsOwn() {
        assertThat(SchedulerFactory.create(FLOW, "").name()).isEqualTo("flow_match_euler");
        assertThat(SchedulerFactory.create(FLOW, "flow_match_euler_karras").name())
                .isEqualTo("flow_match_euler_karras");
    }

    @Test
    void everyNameThatFitsMakesASchedulerOfThatName() {
        for (var config : new JsonNode[] {FLOW, NOISE}) {
            assertThat(SchedulerFactory.names(config)).isNotEmpty().allSatisfy(name -> assertThat(
                            SchedulerFactory.create(config, name).name())
                    .isEqualTo(name));
        }
    }

    @Test
    void namesAreThoseThatTheContractLists() {
        assertThat(SchedulerFactory.names(NOISE)).containsExactlyInAnyOrderElementsOf(SchedulerNames.fitting(false));
        assertThat(SchedulerFactory.names(FLOW)).containsExactlyInAnyOrderElementsOf(SchedulerNames.fitting(true));
    }

    @Test
    void configurationSpacesTheSigmasWhereTheNameDoesNot() {
        // Given
        var karras = config("EulerDiscreteScheduler", ", 'use_karras_sigmas': true");
        // Then
        assertThat(SchedulerFactory.create(karras, "").name()).isEqualTo("euler_karras");
        assertThat(SchedulerFactory.create(karras, "dpmpp_2m").name()).isEqualTo("dpmpp_2m_karras");
        assertThat(SchedulerFactory.create(karras, "dpmpp_2m_beta").name()).isEqualTo("dpmpp_2m_beta");
        assertThat(SchedulerFactory.create(karras, "ddim").name()).isEqualTo("ddim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"euler", "ddim", "dpmpp_2m_karras", "DDIMScheduler"})
    void flowPackRefusesSchedulersOfNoise(String name) {
        // When
        var problem = refusal(FLOW, name).problem();
        // Then
        assertThat(problem.type()).isEqualTo(ProblemType.UNSUPPORTED);
        assertThat(problem.field()).isEqualTo("scheduler");
        assertThat(problem.detail())
                .isEqualTo(
                        name + " does not fit what this model predicts; for this model there are [flow_match_euler, "
                                + "flow_match_euler_karras, flow_match_euler_exponential, flow_match_euler_beta, flow_match_heun]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flow_match_euler", "FlowMatchEulerDiscreteScheduler"})
    void noisePackRefusesSchedulersOfAFlow(String name) {
        assertThat(refusal(NOISE, name).problem().detail())
                .contains("does not fit")
                .contains("dpmpp_2m_karras");
    }

    @Test
    void unknownNameIsRefusedWithTheKnownOnes() {
        // When
        var problem = refusal(NOISE, "sharpen").problem();
        // Then
        assertThat(problem.type()).isEqualTo(ProblemType.UNSUPPORTED);
        assertThat(problem.detail()).startsWith("there is no scheduler sharpen; for this model there are [euler, ");
    }

    @Test
    void packOfAnUnknownClassRunsWithAKnownName() {
        // Given
        var deis = config("DEISMultistepScheduler", "");
        // Then
        assertThat(refusal(deis, "").problem().detail())
                .contains("DEISMultistepScheduler")
                .contains("ddim");
        assertThat(SchedulerFactory.create(deis, "ddim").name()).isEqualTo("ddim");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "EulerDiscreteScheduler; 'beta_schedule': 'sigmoid'; [linear, scaled_linear, squaredcos_cap_v2]",
                "EulerDiscreteScheduler; 'prediction_type': 'score'; [epsilon, sample, v_prediction]",
                "EulerDiscreteScheduler; 'timestep_spacing': 'odd'; [leading, linspace, trailing]",
                "EulerDiscreteScheduler; 'use_karras_sigmas': true, 'use_beta_sigmas': true; use_karras_sigmas is true",
                "EulerDiscreteScheduler; 'use_karras_sigmas': 'yes'; true or false",
                "EulerDiscreteScheduler; 'steps_offset': 0.5; a whole number",
                "EulerDiscreteScheduler; 'num_train_timesteps': 1000000000; 1 to 100000",
                "EulerDiscreteScheduler; 'beta_start': 'low'; a number",
                "EulerDiscreteScheduler; 'beta_start': 'Infinity'; a finite number",
                "DDIMScheduler; 'thresholding': true; false",
                "DPMSolverMultistepScheduler; 'algorithm_type': 'dpmsolver'; dpmsolver++",
                "DPMSolverMultistepScheduler; 'solver_order': 4; 1 to 3",
                "DDPMScheduler; 'variance_type': 'learned'; [fixed_small, fixed_small_log, fixed_large]",
                "UniPCMultistepScheduler; 'predict_x0': false; true",
                "UniPCMultistepScheduler; 'lower_order_final': false; true where final_sigmas_type is zero",
                "LCMScheduler; 'original_inference_steps': 2000; at most 1000 timesteps",
                "TCDScheduler; 'eta': 1.5; 0 to 1",
                "DPMSolverSDEScheduler; 'noise_sampler_seed': -1; 0 to 2^64 - 1",
                "DPMSolverSDEScheduler; 'noise_sampler_seed': 18446744073709551616; 0 to 2^64 - 1",
                "FlowMatchEulerDiscreteScheduler; 'stochastic_sampling': true; false"
            })
    void keyThatIsNotBuiltIsRefusedByName(String className, String keys, String supported) {
        // When
        var problem = refusal(config(className, ", " + keys), "").problem();
        // Then
        assertThat(problem.type()).isEqualTo(ProblemType.UNSUPPORTED);
        assertThat(problem.detail()).startsWith("scheduler_config.json: ").contains(supported);
    }

    @Test
    void nullMeansAbsentAndUnknownKeysArePassedOver() {
        // Given
        var config =
                config("EulerDiscreteScheduler", ", 'trained_betas': null, 'use_karras_sigmas': null, 'sample': 1");
        // Then
        assertThat(SchedulerFactory.create(config, "").name()).isEqualTo("euler");
    }

    @Test
    void infinityMayBeWrittenAsText() {
        // Given
        var config = config("DPMSolverMultistepScheduler", ", 'lambda_min_clipped': '-Infinity'");
        // Then
        assertThat(SchedulerFactory.create(config, "").name()).isEqualTo("dpmpp_2m");
    }

    private static JsonNode config(String className, String more) {
        return Golden.json("{'_class_name': '%s' %s}".formatted(className, more).replace('\'', '"'));
    }

    private static Refusal refusal(JsonNode config, String name) {
        return catchThrowableOfType(Refusal.class, () -> SchedulerFactory.create(config, name));
    }
}
