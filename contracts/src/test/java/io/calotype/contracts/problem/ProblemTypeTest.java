package io.calotype.contracts.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTypeTest {
    @Test
    void hasAUriInKebabCase() {
        assertThat(ProblemType.LIMIT_EXCEEDED.uri()).isEqualTo("urn:calotype:problem:limit-exceeded");
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsUri(ProblemType type) {
        assertThat(ProblemType.ofUri(type.uri())).isEqualTo(type);
        assertThat(type.title()).isNotBlank();
    }

    @Test
    void isInternalWhereALaterVersionKnowsMore() {
        assertThat(ProblemType.ofUri("urn:calotype:problem:new")).isEqualTo(ProblemType.INTERNAL);
    }
}
