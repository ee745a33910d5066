package io.calotype.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trajectory that is damaged, or of other settings, is refused and never goes on wrongly. */
class SavedTrajectoryTest {
    private static final Golden GOLDEN = new Golden("dpmpp_2m", "leading", 4);

    @Test
    void holdsLatentsAndHistoryNewestFirst() {
        // When
        var saved = saved();
        // Then
        assertThat(saved.tensors().keySet()).containsExactly("latents", "history.0", "history.1");
        assertThat(saved.metadata())
                .containsEntry("scheduler", "dpmpp_2m")
                .containsEntry("seed", "7")
                .containsEntry("steps", "4")
                .containsEntry("first", "0")
                .containsEntry("draws", "1")
                .containsEntry("step", "3");
    }

    @ParameterizedTest
    @CsvSource({
        "scheduler, euler, PACK_MISMATCH",
        "settings, 00, PACK_MISMATCH",
        "seed, 18446744073709551616, LIMIT_EXCEEDED",
        "steps, 0, INVALID_TENSOR",
        "steps, 2000000000, INVALID_PARAMETER",
        "step, 5, INVALID_TENSOR",
        "step, -1, INVALID_TENSOR",
        "step, x, INVALID_TENSOR",
        "step, 1, INVALID_TENSOR",
        "first, 3, INVALID_TENSOR",
        "first, -1, INVALID_TENSOR",
        "draws, 0, INVALID_TENSOR",
        "draws, 1000000, INVALID_TENSOR"
    })
    void refusesChangedMetadata(String key, String value, ProblemType expected) {
        // Given
        Map<String, String> metadata = new HashMap<>(saved().metadata());
        metadata.put(key, value);
        // When
        var refusal = refusal(new Safetensors(metadata, saved().tensors()));
        // Then
        assertThat(refusal.problem().type()).isEqualTo(expected);
    }

    @Test
    void holdsRegistersOnlyInTheMidstOfAStep() {
        // Given
        var golden = new Golden("heun", "leading", 4);
        var scheduler = golden.scheduler();
        var image = golden.begin(scheduler);
        // When
        Golden.step(scheduler, image);
        var within = image.save();
        Golden.step(scheduler, image);
        var between = image.save();
        // Then
        assertThat(within.tensors().keySet()).containsExactly("latents", "register.0", "register.1");
        assertThat(between.tensors().keySet()).containsExactly("latents");
    }

    @Test
    void tellsTheGeneratorsPositionByItsDraws() {
        // Given
        var golden = new Golden("euler_ancestral", "leading", 4);
        var scheduler = golden.scheduler();
        var start = new TrajectoryStart(Golden.SEED, Golden.SHAPE, 4);
        var image = scheduler.begin(start, new PictureStart(new float[16], 0.5, PicturePipeline.INPAINTING));
        // When
        Golden.step(scheduler, image);
        // Then
        assertThat(image.save().metadata())
                .containsEntry("draws", "4")
                .containsEntry("first", "2")
                .containsEntry("step", "3");
    }

    @Test
    void refusesAnotherConfiguration() {
        // Given
        var other = new Golden("dpmpp_2m", "heun", 4).scheduler();
        // When
        var refusal = catchThrowableOfType(Refusal.class, () -> other.restore(saved()));
        // Then
        assertThat(refusal.problem().type()).isEqualTo(ProblemType.PACK_MISMATCH);
    }

    @Test
    void refusesHistoryThatIsMissing() {
        assertThat(refusal(without("history.1")).problem().type()).isEqualTo(ProblemType.INVALID_TENSOR);
        assertThat(refusal(without("latents")).problem().type()).isEqualTo(ProblemType.INVALID_TENSOR);
    }

    @Test
    void refusesHistoryOfAnotherShape() {
        // Given
        var wrong = with("history.1", Tensor.ofFloats(Shape.of(1, 2, 7), new float[14]));
        // Then
        assertThat(refusal(wrong).problem().type()).isEqualTo(ProblemType.INVALID_TENSOR);
    }

    @Test
    void refusesWhatIsNotFinite() {
        // Given
        var values = new float[16];
        values[3] = Float.NaN;
        // When
        var refusal = refusal(with("latents", Tensor.ofFloats(Golden.SHAPE, values)));
        // Then
        assertThat(refusal.problem().type()).isEqualTo(ProblemType.NOT_FINITE);
        assertThat(refusal.problem().detail()).contains("latents").contains("3");
    }

    private static Safetensors saved() {
        var scheduler = GOLDEN.scheduler();
        var image = GOLDEN.begin(scheduler);
        for (int i = 0; i < 3; i++) {
            Golden.step(scheduler, image);
        }
        return image.save();
    }

    private static Safetensors without(String name) {
        Map<String, Tensor> tensors = new HashMap<>(saved().tensors());
        tensors.remove(name);
        return new Safetensors(saved().metadata(), tensors);
    }

    private static Safetensors with(String name, Tensor tensor) {
        Map<String, Tensor> tensors = new HashMap<>(saved().tensors());
        tensors.put(name, tensor);
        return new Safetensors(saved().metadata(), tensors);
    }

    private static Refusal refusal(Safetensors saved) {
        return catchThrowableOfType(Refusal.class, () -> GOLDEN.scheduler().restore(saved));
    }
}
