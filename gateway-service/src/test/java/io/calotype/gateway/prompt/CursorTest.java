package io.calotype.gateway.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.ImageCancelled;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.stage.Stage;
import io.calotype.gateway.book.Happening;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void aReaderGoesOnAfterWhatItHas() {
        // Given
        var cursor = Cursor.start();
        cursor.advance(step(0, 153));
        cursor.advance(step(1, 98));
        cursor.advance(end(1));
        // When
        var resumed = Cursor.parse(cursor.toString()).orElseThrow();
        // Then
        assertThat(cursor).hasToString("0:153,1:98e");
        assertThat(resumed.advance(step(0, 153))).isFalse();
        assertThat(resumed.advance(end(1))).isFalse();
        assertThat(resumed.advance(step(0, 154))).isTrue();
        assertThat(resumed.advance(end(0))).isTrue();
        assertThat(resumed.hasEnds(2)).isTrue();
    }

    @Test
    void anImageThatEndsUnheardOfCounts() {
        var cursor = Cursor.start();
        assertThat(cursor.advance(end(0))).isTrue();
        assertThat(Cursor.parse(cursor.toString()).orElseThrow().hasEnds(1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "0:x", "0:1,", ",0:1", "0:1;1:2", "0:99999999999999999999", "100:1", "-1:1"})
    void whatIsNoIdOfOursBeginsAnew(String id) {
        assertThat(Cursor.parse(id)).isEmpty();
        assertThat(Cursor.parse("0:1,".repeat(200) + "0:1")).isEmpty();
    }

    private static Happening step(int index, long offset) {
        return new Happening.Step(index, offset, Stage.DENOISE, 1, 20, null, null, List.of());
    }

    private static Happening end(int index) {
        return new Happening.End(index, new ImageCancelled(new ImageId("p", index), Origin.of("p", "/test")));
    }
}
