package io.calotype.gateway.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreAddressesTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT0.5S", "PT0S", "-PT1S", "PT1H0.001S", "P7D"})
    void areValidForAnHourAtMost(Duration tooShortOrLong) {
        assertThatThrownBy(() -> StoreAddresses.requireValid(tooShortOrLong))
                .hasMessageContaining("calotype.gateway.redirect-for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT5M", "PT1H"})
    void areValidForAWhile(Duration some) {
        assertThat(StoreAddresses.requireValid(some)).isEqualTo(some);
    }
}
