package io.calotype.contracts.spec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputPictureTest {

    private static final String PNG = "\u0089PNG\r\n\u001a\nrest";
    private static final String WEBP = "RIFF1234WEBPVP8 ";

    @Test
    void theFirstBytesTellTheFormat() throws IOException {
        // Given
        var files = Map.of(
                PNG, OutputFormat.PNG, "\u00ff\u00d8\u00ff\u00e0rest", OutputFormat.JPEG, WEBP, OutputFormat.WEBP);
        for (var file : files.entrySet()) {
            // When
            var picture = InputPicture.read("image", stream(file.getKey()));
            // Then
            var key = picture.reference().objectKey();
            assertThat(picture.format()).isEqualTo(file.getValue());
            assertThat(key).matches("inputs/[0-9a-f]{64}\\." + picture.format().extension());
            assertThat(PictureReference.parse("image", key)).isEqualTo(picture.reference());
        }
    }

    @Test
    void theSameContentHasTheSameKey() throws IOException {
        assertThat(InputPicture.read("image", stream(PNG))).isEqualTo(InputPicture.read("mask", stream(PNG)));
        assertThat(InputPicture.read("image", stream(PNG + "!"))).isNotEqualTo(InputPicture.read("image", stream(PNG)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "GIF89a and more", "<svg xmlns='http://www.w3.org/2000/svg'/>", "RIFF1234WAVE", "\u0089PNG"})
    void whatIsNoPictureIsRefusedByName(String content) {
        assertThatThrownBy(() -> InputPicture.read("mask_image", stream(content)))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.problem().type()).isEqualTo(ProblemType.UNSUPPORTED);
                    assertThat(refusal.problem().field()).isEqualTo("mask_image");
                });
    }

    @Test
    void aPictureMayHaveSixteenMebibytes() throws IOException {
        // Given
        int head = PNG.length();
        // When
        var largest = InputPicture.read("image", zeros(Limits.MAX_PICTURE_BYTES - head));
        // Then
        assertThat(largest.format()).isEqualTo(OutputFormat.PNG);
        assertThatThrownBy(() -> InputPicture.read("image", zeros(Limits.MAX_PICTURE_BYTES - head + 1)))
                .hasMessageContaining("LIMIT_EXCEEDED: image has more than 16777216 bytes");
    }

    private static InputStream zeros(int bytes) {
        return new SequenceInputStream(stream(PNG), new ByteArrayInputStream(new byte[bytes]));
    }

    private static InputStream stream(String content) {
        return new ByteArrayInputStream(content.getBytes(ISO_8859_1));
    }
}
