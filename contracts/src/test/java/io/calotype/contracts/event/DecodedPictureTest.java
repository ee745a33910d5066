package io.calotype.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecodedPictureTest {

    private static final ImageTask TASK = Samples.upscaled(Samples.TASK);
    private static final Tensor PIXELS = pixels(192, 256);

    @Test
    void comesBackAsItWasSent() {
        assertComesBack(new DecodedPicture(TASK, PIXELS, "1.2.0", Safety.PASSED, Samples.MEANING, Samples.SHOWN));
        assertComesBack(new DecodedPicture(TASK, PIXELS, "", null, null, new ImageMeaning(Samples.VECTOR, null)));
        assertComesBack(new DecodedPicture(TASK, PIXELS, "", Safety.BLURRED, promptAlone(), null));
    }

    private static PromptMeaning promptAlone() {
        return new PromptMeaning(Samples.SPEC.prompt(), null);
    }

    private static void assertComesBack(DecodedPicture sent) {
        var received = ImageTensors.parse(ByteBuffer.wrap(sent.toTensors().toSafetensors()));
        assertThat(DecodedPicture.of(received)).isEqualTo(sent);
    }

    @Test
    void hasThePixelsOfItsTasksSize() {
        assertThatThrownBy(() -> DecodedPicture.of(new ImageTensors(TASK, Map.of("pixels", pixels(192, 255)))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("pixels has shape [192, 255, 3]");
        assertThatThrownBy(() -> DecodedPicture.of(new ImageTensors(TASK, Map.of())))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("pixels");
    }

    @Test
    void aSimilarityThatIsNoneIsRefused() {
        // Given
        var sent = new DecodedPicture(TASK, PIXELS, "", null, null, Samples.SHOWN).toTensors();
        // Then
        for (var wrong : new String[] {"far", "2", "NaN"}) {
            var forged = new ImageTensors(TASK, sent.tensors(), Map.of("prompt_similarity", wrong));
            assertThatThrownBy(() -> DecodedPicture.of(forged)).isInstanceOf(Refusal.class);
        }
    }

    private static Tensor pixels(int height, int width) {
        return new Tensor(DType.U8, Shape.of(height, width, 3), ByteBuffer.allocate(height * width * 3));
    }
}
