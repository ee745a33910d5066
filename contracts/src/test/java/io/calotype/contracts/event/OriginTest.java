package io.calotype.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OriginTest {
    @Test
    void measuresMetadataInBytes() {
        assertThat(origin("/a", null, metadata(Limits.MAX_METADATA_BYTES)).metadata())
                .hasSize(1);
        assertThatThrownBy(() -> origin("/a", null, metadata(Limits.MAX_METADATA_BYTES + 1)))
                .isInstanceOf(Refusal.class)
                .hasMessage("LIMIT_EXCEEDED: metadata has 4097 bytes; at most 4096");
    }

    @Test
    void keepsItsMetadataToItself() {
        // Given
        var metadata = metadata(20);
        var origin = origin("/a", null, metadata);
        // When
        metadata.put("b", 1);
        origin.metadata().put("c", 1);
        // Then
        assertThat(origin.metadata().has("b")).isFalse();
        assertThat(origin.metadata().has("c")).isFalse();
    }

    @ParameterizedTest
    @MethodSource
    void namesTheAttributeThatIsUnfit(String source, String subject, String field) {
        assertThatThrownBy(() -> origin(source, subject, StrictJson.object()))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().field()).isEqualTo(field));
    }

    static List<Arguments> namesTheAttributeThatIsUnfit() {
        return List.of(
                arguments("", "s", "source"),
                arguments("a b", "s", "source"),
                arguments("/a\u0007", "s", "source"),
                arguments("/a", "", "subject"),
                arguments("/a", "s\n", "subject"),
                arguments("/a", "s\ud800", "subject"));
    }

    @Test
    void boundsSourceAndSubject() {
        // Given
        var most = "/" + "a".repeat(Limits.MAX_ORIGIN_LENGTH - 1);
        // Then
        assertThat(origin(most, most, StrictJson.object()).subject()).isEqualTo(most);
        assertThatThrownBy(() -> origin("/a", most + "a", StrictJson.object())).isInstanceOf(Refusal.class);
    }

    private static Origin origin(String source, @Nullable String subject, ObjectNode metadata) {
        return new Origin("apple-7", source, subject, metadata, null);
    }

    private static ObjectNode metadata(int bytes) {
        var text = "\u2603" + "x".repeat(bytes - "{\"a\":\"\"}".length() - 3);
        return StrictJson.object().put("a", text);
    }
}
