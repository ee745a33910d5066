package io.calotype.diffusion.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.inference.onnx.OnnxException;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class SizeLimitTest {

    private static final ImageSize USUAL = new ImageSize(512, 512);
    private static final ImageSize HUGE = new ImageSize(2048, 2048);

    @Test
    void withoutASettingEverySizeIsTriedOnce() {
        var limit = new SizeLimit(OptionalLong.empty(), USUAL, 8);
        assertThatCode(() -> limit.require(HUGE)).doesNotThrowAnyException();
    }

    @Test
    void aSettingIsCheckedBeforeTheWorkAndNamesWhatFits() {
        // Given
        var limit = new SizeLimit(OptionalLong.of(768 * 768), USUAL, 64);
        // Then
        assertThatCode(() -> limit.require(new ImageSize(768, 768))).doesNotThrowAnyException();
        assertThatThrownBy(() -> limit.require(new ImageSize(2048, 1024)))
                .isInstanceOf(Refusal.class)
                .hasMessage("TOO_LARGE: 2048x1024 has more than the 589824 pixels that this deployment draws,"
                        + " such as 1024x512");
    }

    @Test
    void aSizeThatRanOutOfMemoryIsNotTriedAgain() {
        // Given
        var limit = new SizeLimit(OptionalLong.empty(), USUAL, 8);
        limit.drawn(new ImageSize(768, 640));
        limit.drawn(new ImageSize(256, 256));
        // When
        var why =
                limit.because(HUGE, new CompletionException(failure("Failed to allocate memory for requested buffer")));
        // Then
        assertThat(((Refusal) why).problem().type()).isEqualTo(ProblemType.TOO_LARGE);
        assertThat(why)
                .hasMessage("TOO_LARGE: 2048x2048 needs more memory than this deployment has;"
                        + " the largest size known to fit is 768x640");
        assertThatThrownBy(() -> limit.require(HUGE)).hasMessage(why.getMessage());
        assertThatCode(() -> limit.require(new ImageSize(2048, 1984))).doesNotThrowAnyException();
    }

    @Test
    void anyOtherFailureStaysWhatItIs() {
        // Given
        var limit = new SizeLimit(OptionalLong.empty(), USUAL, 8);
        var failure = failure("Invalid input shape");
        // Then
        assertThat(limit.because(HUGE, failure)).isSameAs(failure);
        assertThatCode(() -> limit.require(HUGE)).doesNotThrowAnyException();
    }

    private static OnnxException failure(String message) {
        return new OnnxException("unet/model.onnx", "failed", new OrtException(message));
    }
}
