package io.calotype.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimCheckTest {
    private static final String SHA256 = "0a".repeat(32);

    @Test
    void holdsWhatIsValid() {
        assertThat(new ClaimCheck("s3://calotype/claims/a", SHA256, 0).sha256()).isEqualTo(SHA256);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0a, 1, dataref",
        "s3://a, 0A, 1, datasha256",
        "s3://a, 0, 1, datasha256",
        "s3://a, 0a, -1, datasize"
    })
    void namesWhatIsNot(String dataref, String pair, long size, String field) {
        assertThatThrownBy(() -> new ClaimCheck(dataref, pair.repeat(32), size))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().field()).isEqualTo(field));
    }
}
