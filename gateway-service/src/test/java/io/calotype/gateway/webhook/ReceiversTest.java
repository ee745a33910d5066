package io.calotype.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.WebhookUrl;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiversTest {

    private final Receivers receivers = new Receivers(true, List.of(receiver("https://hooks.example.com")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com",
                "https://hooks.example.com/any/path?and=query",
                "https://HOOKS.example.com/",
                "https://hooks.example.com:443/"
            })
    void allowsEveryPathOfTheReceiver(String webhook) {
        assertThat(receivers.at(WebhookUrl.parse(webhook))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/",
                "https://hooks.example.com:8443/",
                "https://hooks.example.com./",
                "https://hooks.example.com.evil.example/",
                "https://evil.example/hooks.example.com",
                "https://example.com/"
            })
    void allowsNothingElse(String webhook) {
        assertThat(receivers.at(WebhookUrl.parse(webhook))).isEmpty();
        assertThatThrownBy(() -> receivers.require(WebhookUrl.parse(webhook)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("not at an address that the operator allows");
    }

    @Test
    void areOffUnlessSwitchedOn() {
        // Given
        var off = new Receivers(false, List.of(receiver("https://hooks.example.com")));
        // Then
        assertThat(off.at(WebhookUrl.parse("https://hooks.example.com/"))).isEmpty();
        assertThatThrownBy(() -> off.require(WebhookUrl.parse("https://hooks.example.com/")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("switched off");
        off.require(null);
    }

    @Test
    void wrongSettingsAreKnownAtTheStart() {
        assertThatThrownBy(() -> new Receivers(true, List.of())).hasMessageContaining("receivers");
        assertThatThrownBy(() -> receiver("https://hooks.example.com/path")).hasMessageContaining("no path");
        assertThatThrownBy(() -> receiver("hooks.example.com")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new Receiver("shop", "https://a:443", List.of()))
                .hasMessageContaining("receivers.shop.secrets has none");
    }

    static Receiver receiver(String url, String... secrets) {
        return Receiver.of("shop", new WebhookConfig.Receiver() {
            @Override
            public URI url() {
                return URI.create(url);
            }

            @Override
            public List<String> secrets() {
                return secrets.length == 0 ? List.of(SigningKeyTest.SECRET) : List.of(secrets);
            }
        });
    }
}
