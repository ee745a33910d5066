package io.calotype.contracts.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com",
                "https://hooks.example.com/calotype?token=s3cret",
                "http://127.0.0.1:8080/",
                "https://[2001:db8::1]:8443/a%20b"
            })
    void isAnAddress(String text) {
        assertThat(WebhookUrl.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/hook",
                "ftp://hooks.example.com/",
                "file:///etc/passwd",
                "https://",
                "https:///path",
                "https://user:secret@hooks.example.com/",
                "https://hooks.example.com/#part",
                "https://hooks.example.com/a b",
                "https://hooks.example.com/\u00e4",
                "https://hooks.example.com/\r\nHost:x",
                "https://hooks.example.com:99999/",
                "https://hooks_example/"
            })
    void isNothingElseAndNoMessageTellsIt(String text) {
        assertThatThrownBy(() -> WebhookUrl.parse(text)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.problem().field()).isEqualTo("webhook");
            assertThat(refusal.problem().detail()).doesNotContain("example", "secret", "etc");
        });
    }

    @Test
    void isOfBoundedLength() {
        // Given
        var most = "https://a/" + "x".repeat(Limits.MAX_WEBHOOK_LENGTH - 10);
        // Then
        assertThat(WebhookUrl.parse(most)).hasToString(most);
        assertThatThrownBy(() -> WebhookUrl.parse(most + "x")).isInstanceOf(Refusal.class);
    }
}
