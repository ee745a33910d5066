package io.calotype.messaging.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.calotype.contracts.problem.RefusedAtStart;
import io.calotype.messaging.config.StoreConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class StartFailureTest {

    private static final class Refused extends RuntimeException implements RefusedAtStart {
        private static final long serialVersionUID = 1L;

        Refused() {
            super("unet/model.onnx: damaged");
        }
    }

    @Test
    void aRefusedPackIsNamed() {
        // Given
        var failure = new IllegalStateException("Failed to start", new Refused());
        // Then
        assertThat(StartFailure.reason(failure)).hasValue("unet/model.onnx: damaged");
        assertThat(StartFailure.isRefusal(failure)).isTrue();
    }

    @Test
    void aWrongSettingIsNamed() {
        // Given
        var failure = new IllegalStateException(new WrongSetting("calotype.gateway.api-keys", "must read NAME:SHA256"));
        // Then
        assertThat(StartFailure.reason(failure)).hasValue("calotype.gateway.api-keys must read NAME:SHA256");
        assertThat(StartFailure.isRefusal(failure)).isTrue();
    }

    @Test
    void aMissingSettingIsNamedWithoutTheLibrarysNumber() {
        // Given
        var failure = catchThrowable(
                () -> new SmallRyeConfigBuilder().withMapping(StoreConfig.class).build());
        // Then
        assertThat(StartFailure.reason(new IllegalStateException(failure)).orElseThrow())
                .contains("calotype.store.endpoint")
                .doesNotContain("SRCFG", "Exception:", "\n");
        assertThat(StartFailure.isRefusal(failure)).isTrue();
    }

    @Test
    void aDefectKeepsItsStackTrace() {
        assertThat(StartFailure.reason(new IllegalStateException(new NullPointerException())))
                .isEmpty();
        assertThat(StartFailure.isRefusal(new NullPointerException())).isFalse();
    }
}
