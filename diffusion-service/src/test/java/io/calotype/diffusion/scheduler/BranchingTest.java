package io.calotype.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Seed;
import io.calotype.diffusion.schedule.TrajectoryStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An image goes on from another's step by the same scheduler or another one, where that makes sense. */
class BranchingTest {
    private static final int STEPS = 20;
    private static final int STEP = 8;
    private static final JsonNode CONFIG = Golden.json("""
            {"_class_name": "EulerDiscreteScheduler", "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
             "num_train_timesteps": 1000, "prediction_type": "epsilon", "timestep_spacing": "leading", "steps_offset": 1,
             "skip_prk_steps": true}""");
    private static final Seed OTHER = new Seed(8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "euler",
                "euler_ancestral",
                "dpmpp_2m",
                "dpmpp_2m_sde",
                "dpmpp_sde",
                "unipc",
                "pndm",
                "lms",
                "heun"
            })
    void nothingChangedIsTheSamePicture(String name) {
        // Given
        var scheduler = scheduler(name);
        var alone = at(name, STEP);
        Golden.finish(scheduler, alone);
        // When
        var branch = Branching.of(scheduler, restored(name, STEP), scheduler, STEPS, Golden.SEED);
        Golden.finish(scheduler, branch);
        // Then
        assertThat(branch.latents()).isEqualTo(alone.latents());
    }

    @ParameterizedTest
    @ValueSource(strings = {"euler_ancestral", "dpmpp_2m_sde", "dpmpp_sde", "ddpm"})
    void anotherSeedIsOtherNoiseFromThereOn(String name) {
        // Given
        var scheduler = scheduler(name);
        var alone = at(name, STEP);
        var branch = Branching.of(scheduler, restored(name, STEP), scheduler, STEPS, OTHER);
        // Then
        assertThat(branch.latents()).isEqualTo(alone.latents());
        // When
        Golden.finish(scheduler, alone);
        Golden.step(scheduler, branch);
        var kept = scheduler.restore(branch.save());
        Golden.finish(scheduler, branch);
        Golden.finish(scheduler, kept);
        // Then
        assertThat(branch.latents()).isNotEqualTo(alone.latents()).isEqualTo(kept.latents());
    }

    @ParameterizedTest
    @ValueSource(strings = {"euler", "dpmpp_2m", "unipc", "heun"})
    void aSeedThatWouldChangeNothingIsRefused(String name) {
        // Given
        var scheduler = scheduler(name);
        // When
        var refusal = catchThrowableOfType(
                Refusal.class, () -> Branching.of(scheduler, at(name, STEP), scheduler, STEPS, OTHER));
        // Then
        assertThat(refusal.problem().type()).isEqualTo(ProblemType.UNSUPPORTED);
        assertThat(refusal.problem().field()).isEqualTo("seed");
    }

    @ParameterizedTest
    @CsvSource({
        "euler, euler_ancestral, 8",
        "dpmpp_2m, dpmpp_2m_sde, 8",
        "unipc, dpmpp_2m, 8",
        "dpmpp_2m, unipc, 8",
        "euler, ddim, 8",
        "heun, euler, 4",
        "euler, heun, 16",
        "lms, dpmpp_sde, 16"
    })
    void anotherSchedulerGoesOnWhereThereIsAsMuchNoise(String from, String to, int step) {
        // Given
        var before = at(from, STEP);
        var own = scheduler(to);
        // When
        var branch = Branching.of(scheduler(from), at(from, STEP), own, STEPS, Golden.SEED);
        // Then
        assertThat(branch.step()).isEqualTo(step);
        var target = (TabulatedScheduler) own;
        var source = (TabulatedScheduler) scheduler(from);
        float scale = target.pictureShare(branch.schedule(), step) / source.pictureShare(before.schedule(), STEP);
        for (int i = 0; i < before.latents().length; i++) {
            assertThat(branch.latents()[i]).isCloseTo(scale * before.latents()[i], within(1e-5f));
        }
        // When
        Golden.step(own, branch);
        var kept = own.restore(branch.save());
        Golden.finish(own, branch);
        Golden.finish(own, kept);
        // Then
        assertThat(kept.latents()).isEqualTo(branch.latents());
    }

    @ParameterizedTest
    @CsvSource({
        "euler, 8, dpmpp_2m, scheduler, 'with 20 steps has no such step'",
        "euler, 8, euler_karras, scheduler, 'noise as picture'",
        "euler, 8, pndm, scheduler, 'needs its own first steps'",
        "heun, 7, euler, scheduler, 'within a step of heun'",
        "euler, 20, dpmpp_2m, scheduler, 'nothing is left'"
    })
    void aStateThatDoesNotPermitItSaysWhy(String from, int step, String to, String field, String why) {
        // When
        var refusal = catchThrowableOfType(
                Refusal.class, () -> Branching.of(scheduler(from), at(from, step), scheduler(to), STEPS, Golden.SEED));
        // Then
        assertThat(refusal.problem().type()).isEqualTo(ProblemType.UNSUPPORTED);
        assertThat(refusal.problem().field()).isEqualTo(field);
        assertThat(refusal.problem().detail()).contains(why);
    }

    @Test
    void theNumberOfStepsChangesWhereTheLevelsMeet() {
        // Given
        var scheduler = scheduler("euler");
        // When
        var refusal = catchThrowableOfType(
                Refusal.class, () -> Branching.of(scheduler, at("euler", STEP), scheduler, 7, Golden.SEED));
        var branch = Branching.of(scheduler, at("euler", STEP), scheduler, 2 * STEPS, Golden.SEED);
        // Then
        assertThat(refusal.problem().field()).isEqualTo("steps");
        assertThat(branch.timestep()).isEqualTo(at("euler", STEP).timestep());
    }

    private static Scheduler scheduler(String name) {
        return SchedulerFactory.create(CONFIG, name);
    }

    private static Trajectory at(String name, int step) {
        var scheduler = scheduler(name);
        var image = scheduler.begin(new TrajectoryStart(Golden.SEED, Golden.SHAPE, STEPS));
        while (image.step() < step) {
            Golden.step(scheduler, image);
        }
        return image;
    }

    private static Trajectory restored(String name, int step) {
        return scheduler(name).restore(at(name, step).save());
    }
}
