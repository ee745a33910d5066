package io.calotype.gateway.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    private static final String SHA256_OF_A_KEY =
            "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"; // key

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "no.such.host.invalid"})
    void withoutKeysItDoesNotStartWhereOthersReachIt(String host) {
        assertThatThrownBy(() -> new Access(new ApiKeys(List.of()), false, host, false).check())
                .hasMessageContaining("calotype.gateway.api-keys");
        assertThatCode(() -> new Access(new ApiKeys(List.of("a:" + SHA256_OF_A_KEY)), false, host, false).check())
                .doesNotThrowAnyException();
        assertThatCode(() -> new Access(new ApiKeys(List.of()), true, host, false).check())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void onThisMachineItDoes(String host) {
        assertThatCode(() -> new Access(new ApiKeys(List.of()), false, host, false).check())
                .doesNotThrowAnyException();
    }

    @Test
    void withoutKeysNoProxyIsTrusted() {
        assertThatThrownBy(() -> new Access(new ApiKeys(List.of()), false, "127.0.0.1", true).check())
                .hasMessageContaining("calotype.gateway.trust-proxy");
        assertThatCode(() -> new Access(new ApiKeys(List.of("a:" + SHA256_OF_A_KEY)), false, "0.0.0.0", true).check())
                .doesNotThrowAnyException();
    }

    @Test
    void aKeyIsKnownByItsDigest() {
        var keys = new ApiKeys(List.of("alice:" + SHA256_OF_A_KEY));
        assertThat(keys.owner("key")).contains("alice");
        assertThat(keys.owner("Key")).isEmpty();
        assertThat(keys.owner(SHA256_OF_A_KEY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "alice:1234", ":" + SHA256_OF_A_KEY, "key"})
    void aKeyThatCannotBeReadIsNotShown(String configured) {
        assertThatThrownBy(() -> new ApiKeys(List.of(configured)))
                .hasMessageContaining("NAME:SHA256")
                .hasMessageNotContaining(configured + ",");
    }
}
