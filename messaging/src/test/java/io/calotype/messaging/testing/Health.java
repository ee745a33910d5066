package io.calotype.messaging.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What a service says of itself under {@code /q/health}. */
public final class Health {

    private static final Duration WARM = Duration.ofSeconds(30);

    private Health() {}

    /** Asserts that a service is ready once it is warm, and that its checks are of these parts. */
    public static void assertReady(URI ready, String... parts) {
        await().atMost(WARM).untilAsserted(() -> {
            var response = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(ready).build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains(parts);
        });
    }
}
