package io.calotype.gateway.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.spec.ImageId;
import io.calotype.messaging.lifecycle.WrongSetting;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureLinksTest {

    private static final URI BASE = URI.create("https://pictures.example.com/");
    private static final ImageId ID = ImageId.parse("order-1/0");
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String SECRET = "a secret of thirty-two characters";
    private static final String OLDER = "an older secret, also long enough.";

    @Test
    void withoutASecretALinkIsTheAddress() {
        var links = links(NOW);
        assertThat(links.of(ID, BASE)).isEqualTo(URI.create("https://pictures.example.com/v1/images/order-1/0"));
        assertThat(links.admit("/v1/images/order-1/0", "99999999999", "")).isFalse();
    }

    @Test
    void aLinkIsValidUntilItExpires() {
        // Given
        var link = links(NOW, SECRET).of(ID, BASE);
        // Then
        assertThat(admits(links(NOW, SECRET), link)).isTrue();
        assertThat(admits(links(NOW.plusSeconds(3599), SECRET), link)).isTrue();
        assertThat(admits(links(NOW.plusSeconds(3600), SECRET), link)).isFalse();
    }

    @Test
    void aLinkOutlivesTheChangeOfItsSecretWhileTheOldOneIsListed() {
        // Given
        var link = links(NOW, OLDER).of(ID, BASE);
        // Then
        assertThat(admits(links(NOW, SECRET, OLDER), link)).isTrue();
        assertThat(admits(links(NOW, SECRET), link)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/images/order-1/1, same,        same",
        "/v1/images/order-10/, same,        same",
        "/v1/prompts/order-1,  same,        same",
        "/v1/images/order-1/0, 99999999999, same",
        "/v1/images/order-1/0, soon,        same",
        "/v1/images/order-1/0, same,        AAAA",
        "/v1/images/order-1/0, same,        ***",
        "/v1/images/order-1/0, ,            same",
        "/v1/images/order-1/0, same,        ",
    })
    void nothingOfALinkCanBeChanged(String path, String expires, String signature) {
        // Given
        var links = links(NOW, SECRET);
        var query = query(links.of(ID, BASE));
        // When
        var admitted = links.admit(
                path,
                "same".equals(expires) ? query.get(PictureLinks.EXPIRES) : expires,
                "same".equals(signature) ? query.get(PictureLinks.SIGNATURE) : signature);
        // Then
        assertThat(admitted).isFalse();
    }

    @Test
    void aSecretThatCouldBeGuessedIsRefusedAndNotShown() {
        assertThatThrownBy(() -> links(NOW, "short"))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("calotype.gateway.link-secrets")
                .hasMessageNotContaining("short");
    }

    private static PictureLinks links(Instant now, String... secrets) {
        return new PictureLinks(List.of(secrets), Duration.ofHours(1), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static boolean admits(PictureLinks links, URI link) {
        var query = query(link);
        return links.admit(link.getPath(), query.get(PictureLinks.EXPIRES), query.get(PictureLinks.SIGNATURE));
    }

    private static Map<String, String> query(URI link) {
        var query = new HashMap<String, String>();
        for (var pair : link.getQuery().split("&", -1)) {
            query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return query;
    }
}
