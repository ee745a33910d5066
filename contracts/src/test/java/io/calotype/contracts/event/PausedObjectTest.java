package io.calotype.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.ImageId;
import org.junit.jupiter.api.Test;

class PausedObjectTest {

    @Test
    void isFoundBelowItsPromptAndItsImage() {
        // Given
        var place = PausedObject.of(Samples.TASK, "calotype.embeddings.pictograms-3-17-1700000000000");
        // Then
        assertThat(place.key())
                .startsWith(PausedObject.folder("apple-7", null))
                .startsWith(PausedObject.folder("apple-7", 1));
        assertThat(PausedObject.ofKey(place.key())).contains(place);
        assertThat(place.image()).isEqualTo(new ImageId("apple-7", 1));
    }

    @Test
    void eachRecordHasAnObjectOfItsOwn() {
        assertThat(PausedObject.of(Samples.TASK, "a-0-1").key())
                .isNotEqualTo(PausedObject.of(Samples.TASK, "a-0-2").key());
    }

    @Test
    void otherKeysAreNoPausedImages() {
        assertThat(PausedObject.ofKey("paused/apple-7/1/pictograms/x.safetensors"))
                .isEmpty();
        assertThat(PausedObject.ofKey("trajectories/apple-7/1/pictograms/" + "a".repeat(64) + ".safetensors"))
                .isEmpty();
    }
}
