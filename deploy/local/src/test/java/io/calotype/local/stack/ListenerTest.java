package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.embedded.port.PortInUse;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:80",
        "localhost, http://127.0.0.1:80",
        "0.0.0.0, http://127.0.0.1:80",
        "::, http://127.0.0.1:80"
    })
    void isReachedOnThisMachine(String host, URI address) {
        assertThat(new Listener(host, 80).reachable()).isEqualTo(address);
    }

    @Test
    void anAddressOfAnotherMachineIsRefused() {
        assertThatThrownBy(new Listener("203.0.113.1", 0)::claimed)
                .hasMessage("Cannot listen on 203.0.113.1: it is no address of this machine");
        assertThatThrownBy(new Listener("no.such.host.invalid", 0)::claimed)
                .hasMessage("Cannot listen on no.such.host.invalid: no such host");
    }

    @Test
    void aPortThatIsTakenOnOneAddressIsTakenOnAll() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(new Listener("0.0.0.0", taken.getLocalPort())::claimed)
                    .isInstanceOf(PortInUse.class);
        }
    }
}
