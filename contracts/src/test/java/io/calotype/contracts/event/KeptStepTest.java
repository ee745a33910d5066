package io.calotype.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsWriter;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeptStepTest {

    private static final Owners OWNERS = new Owners(Set.of());
    private static final Safetensors TRAJECTORY = new Safetensors(
            Map.of("step", "9", "scheduler", "euler"),
            Map.of("latents", Tensor.ofFloats(Shape.of(1, 2, 2), new float[] {1, 2, 3, 4})));
    private static final KeptStep STEP = new KeptStep(Samples.BRANCH, 9, true, TRAJECTORY);
    private static final ParentStep PLACE = new ParentStep(Samples.ID, 9);

    @Test
    void isReadAsItWasWritten() {
        // When
        var read = KeptStep.parse(ByteBuffer.wrap(STEP.toSafetensors()));
        // Then
        assertThat(read.task()).isEqualTo(Samples.BRANCH);
        assertThat(read.place()).isEqualTo(PLACE);
        assertThat(read.partial()).isTrue();
        assertThat(read.trajectory().metadata()).isEqualTo(TRAJECTORY.metadata());
        assertThat(read.trajectory().require("latents").toFloatArray()).containsExactly(1, 2, 3, 4);
        assertThat(read.toSafetensors()).isEqualTo(STEP.toSafetensors());
    }

    @Test
    void isOfOneImageStepAndOwner() {
        assertThat(STEP.require(PLACE, "/shop/labels", OWNERS)).isSameAs(STEP);
        assertThatThrownBy(() -> STEP.require(new ParentStep(Samples.ID, 8), "/shop/labels", OWNERS))
                .isInstanceOf(Refusal.class)
                .hasMessage("INVALID_TENSOR: what is kept as step 8 of apple-7/1 is step 9 of apple-7/1");
        assertThatThrownBy(() -> STEP.require(PLACE, "/shop", OWNERS))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("NOT_OWNER: apple-7/1 belongs to another source than /shop");
    }

    @Test
    void whatIsNoStepIsRefused() {
        // Given
        var trajectory = SafetensorsWriter.write(TRAJECTORY);
        // Then
        assertThatThrownBy(() -> KeptStep.parse(ByteBuffer.wrap(trajectory)))
                .isInstanceOf(Refusal.class)
                .hasMessage("MALFORMED_EVENT: the step's metadata has no calotype");
    }

    @Test
    void isFoundByItsKey() {
        // Given
        var folder = "steps/apple-7/1/";
        var keys = List.of(
                folder + "10.safetensors", folder + "9.safetensors", folder + "x", "steps/apple-7/10/1.safetensors");
        // Then
        assertThat(StepObject.key(PLACE)).isEqualTo(folder + "9.safetensors");
        assertThat(StepObject.steps(Samples.ID, keys)).containsExactly(9, 10);
        assertThat(StepObject.notKept(PLACE, List.of(4, 8)))
                .hasMessage("NOT_KEPT: step 9 of apple-7/1 is not kept; kept are 4, 8");
        assertThat(StepObject.notKept(PLACE, List.of()))
                .hasMessage("NOT_KEPT: step 9 of apple-7/1 is not kept; no step of it is");
    }
}
