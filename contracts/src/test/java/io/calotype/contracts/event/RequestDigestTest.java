package io.calotype.contracts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDigestTest {

    private static final String CAT = "{\"prompt\":\"a cat\",\"seed\":7}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"seed\":7,\"prompt\":\"a cat\"}",
                "{\"prompt\":\"a cat\",\"seed\":7.0}",
                "{\"prompt\":\"a cat\",\"seed\":7,\"n\":4}",
                "{\"prompt\":\"a cat\",\"seed\":7,\"priority\":9}",
                "{\"prompt\":\"a cat\",\"seed\":7,\"keep_steps\":1}",
                "{\"prompt\":\"a cat\",\"seed\":7,\"metadata\":{\"try\":2}}"
            })
    void whatDecidesNoPictureDoesNotCount(String same) {
        assertThat(digest("/shop", same)).isEqualTo(digest("/shop", CAT)).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\":\"a dog\",\"seed\":7}",
                "{\"prompt\":\"a cat\",\"seed\":8}",
                "{\"prompt\":\"a cat\"}",
                "{\"prompt\":\"a cat\",\"seed\":7,\"output_format\":\"webp\"}",
                "{\"prompt\":\"a cat\",\"seed\":7,\"upscale\":2}",
                "{\"prompt\":\"a cat\",\"seed\":7,\"parent\":\"q/0\",\"parent_step\":9}",
                "{\"prompt\":\"a cat\",\"seed\":7,\"image\":\"images/p/0.png\"}",
                "{\"prompt\":\"a cat\",\"seed\":7,\"model\":\"other\"}"
            })
    void whatDecidesThePictureCounts(String other) {
        assertThat(digest("/shop", other)).isNotEqualTo(digest("/shop", CAT));
    }

    @Test
    void whoAsksCounts() {
        assertThat(digest("/another-shop", CAT)).isNotEqualTo(digest("/shop", CAT));
    }

    @Test
    void bytesThatCannotBeReadHaveOneToo() {
        assertThat(RequestDigest.of("/shop", "{".getBytes(UTF_8)))
                .isEqualTo(RequestDigest.of("/shop", "{".getBytes(UTF_8)))
                .isNotEqualTo(RequestDigest.of("/shop", "{{".getBytes(UTF_8)))
                .isNotEqualTo(RequestDigest.of("/sho", "p{".getBytes(UTF_8)));
    }

    private static String digest(String source, String json) {
        return RequestDigest.of(Events.promptRequested(json.getBytes(UTF_8), "p", source));
    }
}
