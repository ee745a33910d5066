package io.calotype.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.book.PromptSnapshot;
import io.calotype.gateway.testing.Gateway;
import io.calotype.gateway.testing.OtherSettings;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicProbe;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Pictures that take longer than their client waits. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
@TestProfile(OtherSettings.class)
class TimeoutIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TestHTTPResource("/")
    URI address;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    PromptBook book;

    @Test
    void aPromptThatNobodyCanAskForAgainIsCancelledAndOneWithAKeyGoesOn() {
        // When
        var repeatable = generate("with a key", "Idempotency-Key", "timeout-key");
        var once = generate("without a key");

        // Then
        var cancelled = new HashSet<String>();
        try (var probe = new TopicProbe(kafka)) {
            probe.await(
                    Topics.CANCELLATIONS, 1, LIMIT, record -> cancelled.add(record.key()) && once.equals(record.key()));
        }
        assertThat(cancelled).doesNotContain(repeatable);
    }

    private String generate(String text, String... headers) {
        var answer = Gateway.at(address).post("/v1/images/generations", "{\"prompt\":\"%s\"}".formatted(text), headers);
        assertThat(answer.statusCode()).isEqualTo(504);
        return book.newestFirst()
                .filter(prompt -> text.equals(prompt(prompt)))
                .map(PromptSnapshot::id)
                .findFirst()
                .orElseThrow();
    }

    private static String prompt(PromptSnapshot prompt) {
        var request = prompt.request();
        return request == null ? "" : request.parameters().prompt();
    }
}
