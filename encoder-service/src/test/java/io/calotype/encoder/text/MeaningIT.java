package io.calotype.encoder.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.encoder.TwoPacks;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** The real text encoder of the built-in pack, through the encoder's own code. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
@TestProfile(TwoPacks.class)
class MeaningIT {

    @Inject
    TextEncoder encoder;

    @Test
    void royaltyIsNearerToRoyaltyThanToFruit() {
        // Given
        float[] king = pooled("king");
        float[] queen = pooled("queen");
        float[] monarch = pooled("monarch");
        float[] banana = pooled("banana");

        // Then
        double nearestFruit = Math.max(Math.max(cosine(king, banana), cosine(queen, banana)), cosine(monarch, banana));
        assertThat(cosine(king, queen)).isGreaterThan(nearestFruit + 0.2);
        assertThat(cosine(king, monarch)).isGreaterThan(nearestFruit + 0.2);
        assertThat(cosine(queen, monarch)).isGreaterThan(nearestFruit + 0.1);
        assertThat(cosine(king, queen)).isBetween(0.66, 0.70);
    }

    @Test
    void statesOfPaddingAreZeroAndTheRestIsNot() {
        // When
        var embedding = encoder.encode("a red apple");

        // Then
        int tokens = embedding.tokens().texts().size();
        float[] states = embedding.states().toFloatArray();
        int width = (int) embedding.states().shape().dim(1);
        assertThat(embedding.states().shape().toArray()).containsExactly(48, 384);
        assertThat(embedding.tokens().texts()).containsExactly("[CLS]", "a", "red", "apple", "[SEP]");
        for (int i = 0; i < states.length; i++) {
            assertThat(states[i] == 0).isEqualTo(i / width >= tokens);
        }
    }

    @Test
    void theSameTextGivesTheSameBytes() {
        assertThat(encoder.encode("a cat on a mat").states().data())
                .isEqualTo(encoder.encode("a cat on a mat").states().data());
    }

    @Test
    void aLongTextIsCutToThePacksLength() {
        // When
        var tokens = encoder.encode("apple ".repeat(100)).tokens();

        // Then
        assertThat(tokens.truncated()).isTrue();
        assertThat(tokens.texts()).hasSize(48).endsWith("[SEP]");
    }

    private float[] pooled(String text) {
        return encoder.encode(text).pooled().toFloatArray();
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
        }
        return dot;
    }
}
