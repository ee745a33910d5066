package io.calotype.stage.ends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.stage.Stage;
import io.calotype.messaging.store.ObjectRefusedException;
import io.calotype.messaging.store.StoredObject;
import io.calotype.stage.testing.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndArbiterTest {

    private static final ImageId ID = new ImageId("apple-7", 0);
    private static final RequestedImage IMAGE = new RequestedImage(ID, Origin.of("apple-7", "/shop"), "a".repeat(64));
    private static final ImageEnd FAILED =
            IMAGE.failed(new Problem(ProblemType.INTERNAL, "broken", Stage.DECODE, null));

    private final MemoryStore store = new MemoryStore();
    private final EndArbiter arbiter = new EndArbiter(store);

    @Test
    void anImageThatHasNotEndedHasNoEnd() {
        assertThat(arbiter.find(ID)).isEmpty();
    }

    @Test
    void theFirstEndStands() {
        // When
        var first = arbiter.decide(FAILED);
        var second = arbiter.decide(IMAGE.cancelled());
        // Then
        assertThat(first).isEqualTo(FAILED);
        assertThat(second).isEqualTo(FAILED);
        assertThat(arbiter.find(ID)).hasValue(FAILED);
        assertThat(store.objects).containsOnlyKeys("ends/apple-7/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "no JSON"})
    void whatIsNoEndCannotBeReadButStands(String stored) {
        // Given
        store.objects.put("ends/apple-7/0", stored.getBytes(StandardCharsets.UTF_8));
        // Then
        assertThatThrownBy(() -> arbiter.find(ID))
                .isInstanceOf(UnreadableEnd.class)
                .hasMessage("the end of image apple-7/0, ends/apple-7/0, cannot be read");
        assertThatThrownBy(() -> arbiter.decide(FAILED)).isInstanceOf(UnreadableEnd.class);
        assertThat(arbiter.hasEnded(ID)).isTrue();
    }

    @Test
    void anEndThatTheStoreRefusesCannotBeRead() {
        // Given
        var refusing = new EndArbiter(new MemoryStore() {
            @Override
            public Optional<StoredObject> stat(String key) {
                throw new ObjectRefusedException(key, new IOException("403"));
            }
        });
        // Then
        assertThatThrownBy(() -> refusing.find(ID)).isInstanceOf(UnreadableEnd.class);
    }

    @Test
    void anEndComesBackWithTheSameBytes() {
        // Given
        arbiter.decide(FAILED);
        // When
        var found = arbiter.find(ID).orElseThrow();
        // Then
        assertThat(Objects.requireNonNull(found.event().getData()).toBytes())
                .isEqualTo(Objects.requireNonNull(FAILED.event().getData()).toBytes());
    }
}
