package io.calotype.local.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ControlRequest;
import io.calotype.contracts.spec.PictureReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

    private static final String SHA256 = "0123456789abcdef".repeat(4);
    private static final PictureReference EDGES = PictureReference.parse("image", "inputs/edges.png");

    @Test
    void aControlledPictureIsMadeAgainWithItsPictureAndModel() {
        // Given
        var made = provenance(
                "[{\"model\":\"edges\",\"scale\":0.9,\"start\":0,\"end\":0.5,\"sha256\":\"" + SHA256 + "\"}]");
        // When
        var prompt = made.prompt("sd15", null, List.of(EDGES));
        // Then
        assertThat(made.controls()).isEqualTo(1);
        assertThat(prompt.model()).isEqualTo("sd15");
        assertThat(prompt.controls()).containsExactly(new ControlRequest(EDGES, "edges", 0.9, 0, 0.5, SHA256));
    }

    @Test
    void damagedControlsAreRefused() {
        assertThatThrownBy(() -> provenance("[7]").prompt("sd15", null, List.of(EDGES)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("controls");
    }

    private static Provenance provenance(String controls) {
        var text = "{\"prompt\":\"a cat\",\"seed\":7,\"steps\":3,\"model\":\"tiny\",\"controls\":" + controls + "}";
        return new Provenance(StrictJson.parse(text.getBytes(StandardCharsets.UTF_8), 1 << 16));
    }
}
