package io.calotype.contracts.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.calotype.contracts.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackManifestTest {

    private static final String SHA256 = "0a".repeat(32);

    @Test
    void hasItsFilesAndItsOwnDigest() {
        // Given
        var bytes = bytes("{\"files\":{\"unet/model.onnx\":{\"sha256\":\"%s\",\"size\":7}}}".formatted(SHA256));
        // When
        var manifest = PackManifest.parse(bytes);
        // Then
        assertThat(manifest.files()).isEqualTo(Map.of("unet/model.onnx", new PackManifest.Entry(SHA256, 7)));
        assertThat(manifest.digest()).isEqualTo(Sha256.hex(bytes));
        assertThat(PackManifest.key(SHA256, "pack.json")).isEqualTo("packs/" + SHA256 + "/pack.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | lists no files",
                "[] | is not valid JSON",
                "{\"files\":{},\"files\":{}} | is not valid JSON",
                "{\"files\":{\"a\":{\"size\":1}}} | entry 'a': sha256 is not 64 lower-case hex digits",
                "{\"files\":{\"a\":{\"sha256\":\"HASH\"}}} | entry 'a': size is -1",
                "{\"files\":{\"../a\":{\"sha256\":\"HASH\",\"size\":1}}} | entry '../a' leads out of the pack",
            })
    void whatIsNoManifestIsRefused(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PackManifest.parse(bytes(text.replace("HASH", SHA256))))
                .withMessageContaining(why);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
