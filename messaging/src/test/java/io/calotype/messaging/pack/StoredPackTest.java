package io.calotype.messaging.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.messaging.lifecycle.WrongSetting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredPackTest {

    private static final String DIGEST = "8c".repeat(32);

    @Test
    void readsNameAndDigest() {
        assertThat(StoredPack.parse(" sd15=" + DIGEST)).isEqualTo(new StoredPack("sd15", DIGEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sd15=", "sd15=8c", "../sd15=8c8c", "=8c8c", "sd15=8C8C", "", "a=b=c"})
    void anythingElseIsRefusedByTheSettingsName(String text) {
        // Given
        var full = text.replace("8c8c", DIGEST).replace("8C8C", DIGEST.toUpperCase(java.util.Locale.ROOT));
        // Then
        assertThatThrownBy(() -> StoredPack.parse(full))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("calotype.packs-from-store");
    }
}
