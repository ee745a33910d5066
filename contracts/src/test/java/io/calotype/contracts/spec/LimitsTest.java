package io.calotype.contracts.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    @Test
    void namesFieldValueAndLimit() {
        assertThatThrownBy(() -> Limits.within("steps", 501, 1, 500))
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.problem())
                        .isEqualTo(new Problem(
                                ProblemType.LIMIT_EXCEEDED, "steps is 501; it must be from 1 to 500", null, "steps")));
    }

    @Test
    void includesBothEnds() {
        assertThat(Limits.within("n", 1, 1, 16)).isEqualTo(1);
        assertThat(Limits.within("n", 16, 1, 16)).isEqualTo(16);
        assertThat(Limits.within("guidance_scale", 100.0, 0, 100)).isEqualTo(100.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesWhatIsNotFinite(double value) {
        assertThatThrownBy(() -> Limits.within("guidance_scale", value, 0, 100))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("NOT_FINITE: guidance_scale is " + value);
    }

    @Test
    void anEventHoldsBothTextsAtTheirLongestEscaped() {
        // Given
        int escapedCodePoint = "\\ud83c\\udf4e".length();
        int escapedByte = "\\u00e9".length() / 2;
        // Then
        assertThat(2 * Limits.MAX_PROMPT_CODE_POINTS * escapedCodePoint + Limits.MAX_METADATA_BYTES * escapedByte)
                .isLessThan(Limits.MAX_EVENT_BYTES);
    }
}
