package io.calotype.messaging.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** What a service says of itself under {@code /q/health}. */
public final class Health {

    private Health() {}

    /** Asserts that a service is ready, and that its checks are of these parts. */
    public static void assertReady(URI ready, String... parts) throws IOException, InterruptedException {
        var response =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(ready).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains(parts);
    }
}
