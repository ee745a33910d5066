package io.calotype.contracts.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "9223372036854775808", "18446744073709551615"})
    void readsWhatItPrints(String text) {
        assertThat(Seed.parse(text)).hasToString(text);
        assertThat(Seed.parse(text).value()).isEqualTo(new BigInteger(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.0", "1e3", "18446744073709551616", "٧", "0x7"})
    void refusesOthers(String text) {
        assertThatThrownBy(() -> Seed.parse(text)).isInstanceOf(Refusal.class).hasMessageContaining("seed");
    }

    @Test
    void wrapsAround() {
        assertThat(Seed.parse("18446744073709551615").plus(2)).isEqualTo(new Seed(1));
    }

    @Test
    void isDrawnFromThePromptsId() {
        // first 32 bits of SHA-256("abc"), FIPS 180-4: ba7816bf
        assertThat(Seed.drawnFrom("abc")).isEqualTo(new Seed(0xba7816bfL));
        assertThat(Seed.drawnFrom("abd")).isNotEqualTo(Seed.drawnFrom("abc"));
    }
}
