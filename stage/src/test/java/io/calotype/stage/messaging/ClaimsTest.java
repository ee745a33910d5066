package io.calotype.stage.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.topic.ClaimCheck;
import io.calotype.stage.testing.MemoryStore;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {

    private static final ImageId IMAGE = new ImageId("apple-7", 0);
    private static final String WORK = "a".repeat(64);
    private static final byte[] VALUE = bytes("embedded in 20 ms");

    private final MemoryStore store = new MemoryStore();
    private final Claims claims = new Claims(store);

    @Test
    void workThatIsDoneAgainClaimsWhatItMadeTheFirstTime() {
        // Given
        var first = claims.deposit(IMAGE, WORK, VALUE);
        // When
        var second = claims.deposit(IMAGE, WORK, bytes("embedded in 3,000 ms"));
        // Then
        assertThat(second).isEqualTo(first);
        assertThat(claims.fetch(second, IMAGE, 1000)).hasValue(VALUE);
        assertThat(store.objects).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded in 30 ms", "embedded in 3,000 ms"})
    void aClaimThatWasUsedIsGoneAlsoAfterTheWorkWasDoneOnceMore(String more) {
        // Given
        var used = claims.deposit(IMAGE, WORK, VALUE);
        claims.release(used, IMAGE);
        // When
        var again = claims.deposit(IMAGE, WORK, bytes(more));
        // Then
        assertThat(claims.fetch(used, IMAGE, 1000)).isEmpty();
        assertThat(claims.fetch(again, IMAGE, 1000)).hasValue(bytes(more));
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded in 2x ms", "embedded in 20 ms, and more"})
    void aValueThatChangedIsUnreadable(String changed) {
        // Given
        var claim = claims.deposit(IMAGE, WORK, VALUE);
        // When
        store.objects.replaceAll((key, value) -> bytes(changed));
        // Then
        assertThatThrownBy(() -> claims.fetch(claim, IMAGE, 1000)).isInstanceOf(UnreadableRecord.class);
    }

    @Test
    void aWriteWhoseAnswerWasLostIsClaimed() {
        // Given
        store.losesAnswers = true;
        // When
        var claim = claims.deposit(IMAGE, WORK, VALUE);
        // Then
        assertThat(claims.fetch(claim, IMAGE, 1000)).hasValue(VALUE);
    }

    @Test
    void otherWorkHasAValueOfItsOwn() {
        // When
        var mine = claims.deposit(IMAGE, WORK, VALUE);
        var theirs = claims.deposit(IMAGE, "b".repeat(64), bytes("another request's"));
        // Then
        assertThat(claims.fetch(mine, IMAGE, 1000)).hasValue(VALUE);
        assertThat(claims.fetch(theirs, IMAGE, 1000)).hasValue(bytes("another request's"));
    }

    @Test
    void whatNoRecordClaimsIsRemoved() {
        // Given
        claims.deposit(IMAGE, WORK, VALUE);
        // When
        claims.discard(IMAGE, WORK);
        // Then
        assertThat(store.objects).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://memory/claims/apple-7/1/%s.safetensors",
                "s3://memory/claims/apple-7/0/../1/%s.safetensors",
                "s3://memory/claims/apple-7/0/%s",
                "s3://memory/images/apple-7/0/%s.safetensors",
                "s3://other/claims/apple-7/0/%s.safetensors"
            })
    void whatIsNoClaimOfTheImageIsNeitherReadNorRemoved(String dataref) {
        // Given
        var claim = new Claim(new ClaimCheck(dataref.formatted(WORK), Sha256.hex(VALUE), VALUE.length));
        // When, Then
        assertThatThrownBy(() -> claims.fetch(claim, IMAGE, 1000)).isInstanceOf(UnreadableRecord.class);
        assertThatThrownBy(() -> claims.release(claim, IMAGE)).isInstanceOf(UnreadableRecord.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
