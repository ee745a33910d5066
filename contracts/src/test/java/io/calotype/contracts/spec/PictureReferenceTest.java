package io.calotype.contracts.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReferenceTest {
    @Test
    void holdsThePictureItself() {
        // Given
        var uri = "data:image/webp;base64," + Base64.getEncoder().encodeToString("pixels".getBytes(UTF_8));
        // When
        var reference = PictureReference.parse("image", uri);
        // Then
        assertThat(reference.isInline()).isTrue();
        assertThat(reference.bytes()).asString(UTF_8).isEqualTo("pixels");
        assertThat(reference).hasToString("data:image/webp;base64");
        assertThat(reference.withoutBytes())
                .hasToString("data:image/webp;base64")
                .returns(true, PictureReference::isInline)
                .returns("data:image/webp;base64,", PictureReference::text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"images/apple-7/0.png", "inputs/0a.jpg", "inputs/shop/a~b:c_d.webp"})
    void namesAnObject(String key) {
        assertThat(PictureReference.parse("image", key))
                .returns(false, PictureReference::isInline)
                .returns(key, PictureReference::objectKey);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "images",
                "images/",
                "/images/a",
                "inputs/./a",
                "inputs/a/..",
                "inputs//a",
                "inputs/a b",
                "a/b"
            })
    void namesNoOther(String key) {
        assertThatThrownBy(() -> PictureReference.parse("image", key))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("INVALID_PARAMETER: image must be an object key");
    }

    @Test
    void isOfBoundedSize() {
        // Given
        var largest = "A".repeat(Limits.MAX_INLINE_PICTURE_BYTES / 3 * 4);
        var prefix = "data:image/png;base64,";
        // Then
        assertThat(PictureReference.parse("image", prefix + largest).bytes())
                .hasSizeLessThanOrEqualTo(Limits.MAX_INLINE_PICTURE_BYTES);
        assertThatThrownBy(() -> PictureReference.parse("image", prefix + largest + "AAAA"))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("LIMIT_EXCEEDED: image has 524289 bytes; at most 524288")
                .hasMessageNotContaining("AAAA");
    }

    @Test
    void noStepOfItsKeyIsLongerThanTheStoresTake() {
        // Given
        var longest = "a".repeat(255);
        // Then
        assertThat(PictureReference.parse("image", "inputs/" + longest + "/" + longest.substring(6))
                        .objectKey())
                .hasSize(512);
        assertThatThrownBy(() -> PictureReference.parse("image", "inputs/" + longest + "a"))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> PictureReference.parse("image", "inputs/" + longest + "/" + longest.substring(5)))
                .isInstanceOf(Refusal.class);
    }
}
