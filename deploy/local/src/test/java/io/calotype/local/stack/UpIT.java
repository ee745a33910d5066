package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./calotype up} as an operator starts it. */
class UpIT {

    private static final String KEYS = "shop:2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"; // key

    @TempDir
    private Path data;

    @Test
    void listensWhereItIsToldAndSaysSo() throws Exception {
        // Given
        var elsewhere = otherAddress();
        assumeThat(elsewhere).isPresent();
        var up = up();
        try (var out = up.inputReader()) {
            // When
            var page = page(out);
            // Then
            assertThat(page).matches("  page     http://127\\.0\\.0\\.1:\\d+/ and all other addresses");
            int port = URI.create(page.strip().split("\\s+", -1)[1]).getPort();
            var models = URI.create("http://" + elsewhere.get().getHostAddress() + ":" + port + "/v1/models");
            assertThat(status(models, "none")).isEqualTo(401);
            assertThat(status(models, "key")).isEqualTo(200);
        } finally {
            up.destroy();
            up.waitFor();
        }
    }

    private Process up() throws IOException {
        var program = Shell.ROOT.resolve("calotype").toString();
        var builder = new ProcessBuilder(
                program, "up", "--kafka-port", "0", "--s3-port", "0", "--http-port", "0", "--port", "0");
        // Compiled by C1 alone, five JVMs start with much less work; what is asked here does not depend on it.
        builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
        builder.environment().put("QUARKUS_HTTP_HOST", "0.0.0.0");
        builder.environment().put("CALOTYPE_DATA", data.toString());
        builder.environment().put("CALOTYPE_GATEWAY_API_KEYS", KEYS);
        return builder.redirectErrorStream(true).start();
    }

    private static String page(BufferedReader out) throws IOException {
        var said = new StringBuilder();
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("  page")) {
                return line;
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("it ended: " + said);
    }

    private static int status(URI address, String key) throws Exception {
        var request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + key)
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    /** An address of this machine that is not a loopback one. */
    private static Optional<InetAddress> otherAddress() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }
}
