package io.calotype.gateway.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    @Test
    void withoutKeysOnlyThisMachinesNamesAreServed() {
        assertThat(List.of("localhost", "127.0.0.1", "127.8.9.10", "[::1]", "::1", "LOCALHOST"))
                .allMatch(Admission::isThisMachine);
        assertThat(List.of("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.1", ""))
                .noneMatch(Admission::isThisMachine);
    }

    @Test
    void whatAProxyAddsIsRecognized() {
        assertThat(List.of("Forwarded", "x-forwarded-for", "X-Forwarded-Proto", "x-real-ip", "via"))
                .allMatch(header -> Admission.isForwarded(Set.of("Host", header)));
        assertThat(Admission.isForwarded(Set.of("Host", "Accept", "Origin"))).isFalse();
    }

    @Test
    void withoutKeysAPageFromElsewhereChangesNothing() {
        assertThat(List.of("https://evil.example", "null", "http://localhost.evil.example:8080", "file://", "%"))
                .allMatch(Admission::isElsewhere);
        assertThat(List.of("http://localhost:8080", "http://127.0.0.1:9", "http://[::1]:8080"))
                .noneMatch(Admission::isElsewhere);
        assertThat(Admission.isElsewhere(null)).isFalse();
    }
}
