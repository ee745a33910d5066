package io.calotype.diffusion.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.inference.onnx.ExecutionProvider;
import io.calotype.inference.onnx.SessionSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenoisingSettingsTest {

    @ParameterizedTest
    @CsvSource({"1, true, 1, 1", "2, true, 2, 1", "2, false, 1, 2", "3, true, 1, 3", "16, true, 1, 16"})
    void guidedImagesHaveTwoCallsOnTwoCores(int threads, boolean guided, int calls, int each) {
        // When
        var settings = DenoisingSettings.usual(SessionSettings.cpu(threads), guided);
        // Then
        assertThat(settings.parallelCalls()).isEqualTo(calls);
        assertThat(settings.session().intraOpThreads()).isEqualTo(each);
    }

    @Test
    void callsUseAllThreadsTogether() { // each its own, and those of the session beside it
        var settings = DenoisingSettings.divided(SessionSettings.cpu(16), 4);
        assertThat(settings.session().intraOpThreads() - 1 + settings.parallelCalls())
                .isEqualTo(16);
    }

    @Test
    void aGpuMakesOneCallAtATime() {
        var gpu = new SessionSettings(16, false, ExecutionProvider.CUDA, 0);
        assertThat(DenoisingSettings.usual(gpu, true).parallelCalls()).isEqualTo(1);
        assertThatThrownBy(() -> DenoisingSettings.divided(gpu, 2)).hasMessage("is 2, not 1, on a GPU");
    }

    @ParameterizedTest
    @CsvSource({"0", "5"})
    void thereAreNotMoreCallsThanThreads(int calls) {
        assertThatThrownBy(() -> DenoisingSettings.divided(SessionSettings.cpu(4), calls))
                .hasMessage("is " + calls + ", not 1 to 4, the threads");
    }
}
