package io.calotype.contracts.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"a/0", "apple-7/15", "calotype.prompts-0-12-1700000000000/1", "urn:uuid:1~x_/9"})
    void readsWhatItPrints(String text) {
        assertThat(ImageId.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a", "/0", "a/", "a/16", "a/-1", "a/00", "a/01", "a/b/0", "../a/0", ".a/0", "a b/0", "é/0", "a\n/0"
            })
    void refusesOthers(String text) {
        assertThatThrownBy(() -> ImageId.parse(text)).isInstanceOf(Refusal.class);
    }

    @Test
    void boundsThePromptsId() {
        assertThat(ImageId.isPromptId("a".repeat(Limits.MAX_ID_LENGTH))).isTrue();
        assertThat(ImageId.isPromptId("a".repeat(Limits.MAX_ID_LENGTH + 1))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"PNG, images/apple-7/1.png", "JPEG, images/apple-7/1.jpg", "WEBP, images/apple-7/1.webp"})
    void givesTheObjectsKey(OutputFormat format, String key) {
        assertThat(new ImageId("apple-7", 1).objectKey(format)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "images/apple-7/1.png, apple-7/1",
        "images/apple-7/15.original.webp, apple-7/15",
        "images/apple-7/16.png,",
        "images/apple-7/x.png,",
        "images/.apple/1.png,",
        "images/apple-7/1.png/2.png,",
        "inputs/apple-7/1.png,",
    })
    void knowsWhosePictureAKeyNames(String key, @Nullable String image) {
        assertThat(ImageId.ofPictureKey(key).map(ImageId::toString)).isEqualTo(Optional.ofNullable(image));
    }
}
