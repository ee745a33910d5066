package io.calotype.contracts.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmbeddingKeysTest {

    @Test
    void aKeyHasDigestsAlone() {
        assertThat(EmbeddingKeys.of("a cat", "pack/cpu"))
                .isEqualTo("embeddings/51e467415607798220a3776f6ae1a2a09ddc7e5dcdc955d685477b4cf05ade22/"
                        + "558ce615150a36bd991f424aae95e7f43dfe17ab42dd5f8045c28a819f6a6f1d.safetensors");
    }
}
