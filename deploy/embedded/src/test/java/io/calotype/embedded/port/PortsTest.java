package io.calotype.embedded.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void noPortIsGivenTwice() {
        assertThat(IntStream.range(0, 1_000).map(i -> Ports.claim(0))).doesNotHaveDuplicates();
    }

    @Test
    void anotherProcessDoesNotGiveIt() throws Exception {
        // Given
        int port = Ports.claim(0);
        // When
        var other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        OtherProcess.class.getName(),
                        Integer.toString(port))
                .inheritIO()
                .start();
        // Then
        assertThat(other.waitFor()).isEqualTo(OtherProcess.REFUSED);
    }

    /** Ends with {@link #REFUSED} if it may not give the port that is its argument. */
    static final class OtherProcess {

        static final int REFUSED = 7;

        private OtherProcess() {}

        public static void main(String[] args) {
            System.exit(GivenPorts.open().add(Integer.parseInt(args[0])) ? 0 : REFUSED);
        }
    }
}
