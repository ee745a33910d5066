package io.calotype.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.calotype.messaging.lifecycle.Postponed;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose fault a failed call is, and what becomes of it. */
@Timeout(60)
class StoreFailureTest {

    private static final String KEY = "inputs/a.png";
    private static final Duration GIVE_UP_AFTER = Duration.ofMillis(100);

    private OddServer server;
    private MinioObjectStore store;
    private MinioObjectStore impatient;

    @BeforeEach
    void start() throws IOException {
        server = new OddServer();
        store = store(Duration.ofMinutes(10), Duration.ofMillis(100));
        impatient = store(GIVE_UP_AFTER, Duration.ofMinutes(1)); // a key fails for too long while its read is repeated
    }

    private MinioObjectStore store(Duration giveUpAfter, Duration readPatience) {
        return new MinioObjectStore(server.client(), "calotype", giveUpAfter, readPatience);
    }

    @AfterEach
    void stop() {
        store.close();
        impatient.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "403 AccessDenied",
                "403 InvalidObjectState",
                "400 KeyTooLongError",
                "400 InvalidRequest",
                "405 MethodNotAllowed",
                "410 Gone"
            })
    void aKeyThatIsRefusedWhileTheBucketAnswersIsTheCallsFault(String answer) {
        // Given
        server.answers.put(KEY, answer);
        // Then
        assertThatExceptionOfType(ObjectRefusedException.class)
                .isThrownBy(() -> store.get(KEY, 10))
                .withMessage("the object store refuses inputs/a.png with " + answer);
        assertThat(server.calls).containsEntry(KEY, 1);
        assertThat(store.missingRights()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "500 InternalError",
                "500 without code",
                "503 SlowDown",
                "408 RequestTimeout",
                "400 RequestTimeout",
                "429 TooManyRequests",
                "404 NoSuchBucket"
            })
    void troubleOfTheStoreIsWaitedForElsewhere(String answer) {
        // Given
        server.answers.put(KEY, answer);
        // Then
        assertThatExceptionOfType(Postponed.class).isThrownBy(() -> store.get(KEY, 10));
        server.answers.remove(KEY);
        assertThat(store.get(KEY, 10)).isEmpty();
    }

    @Test
    void whatFailsForTooLongWhileTheBucketAnswersIsRefusedUntilItAnswers() {
        // Given
        server.answers.put(KEY, "500 InternalError");
        // Then
        assertThatExceptionOfType(ObjectRefusedException.class)
                .isThrownBy(() -> impatient.get(KEY, 10))
                .withMessageContaining("500");
        // When
        server.calls.clear();
        assertThatExceptionOfType(ObjectRefusedException.class).isThrownBy(() -> impatient.get(KEY, 10));
        // Then
        assertThat(server.calls).containsEntry(KEY, 1);
        server.answers.remove(KEY);
        assertThat(impatient.get(KEY, 10)).isEmpty();
    }

    @Test
    void anAnswerThatNeverComesToItsEndIsWaitedForElsewhere() {
        // Given
        server.answers.put(KEY, "403 AccessDenied");
        server.slow.add(KEY);
        try (var hasty = new MinioObjectStore(
                server.client(Duration.ofSeconds(1)), "calotype", Duration.ofMinutes(10), Duration.ofMillis(100))) {
            // Then
            assertThatExceptionOfType(Postponed.class).isThrownBy(() -> hasty.get(KEY, 10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"403 AccessDenied", "500 InternalError"})
    void whatFailsWhileTheBucketDoesNotAnswerEitherIsTheStoresFault(String answer) {
        // Given
        server.answers.put(KEY, answer);
        server.answers.put("", "403 AccessDenied");
        // Then
        try (var reader = store(GIVE_UP_AFTER, GIVE_UP_AFTER.multipliedBy(4))) {
            assertThatExceptionOfType(Postponed.class).isThrownBy(() -> reader.get(KEY, 10));
        }
    }

    @Test
    void rightsThatAreMissingForAWholePrefixAreWaitedFor() {
        // Given
        server.answers.put(KEY, "403 AccessDenied");
        server.answers.put("inputs/probe", "403 AccessDenied");
        // Then
        assertThatExceptionOfType(Postponed.class).isThrownBy(() -> store.get(KEY, 10));
        assertThat(store.missingRights()).containsExactly("GetObject inputs/*");
        server.answers.clear();
        assertThat(store.get(KEY, 10)).isEmpty();
        assertThat(store.missingRights()).isEmpty();
    }

    @Test
    void theRightToSeeTheBucketIsNamed() {
        // Given
        server.answers.put("", "403 AccessDenied");
        // Then
        assertThat(store.isReachable()).isFalse();
        assertThat(store.missingRights()).containsExactly("ListBucket");
        server.answers.clear();
        assertThat(store.isReachable()).isTrue();
        assertThat(store.missingRights()).isEmpty();
    }

    @Test
    void aWriteWaitsForItsRights() throws Exception {
        // Given
        server.answers.put(KEY, "403 AccessDenied");
        // When
        var stored = CompletableFuture.supplyAsync(
                () -> impatient.putIfAbsent(KEY, new byte[] {1}, "image/png", Map.of()),
                task -> new Thread(task).start());
        TimeUnit.MILLISECONDS.sleep(5 * GIVE_UP_AFTER.toMillis());
        assertThat(stored).isNotDone();
        await().untilAsserted(() -> assertThat(impatient.missingRights()).containsExactly("PutObject inputs/*"));
        server.answers.put(KEY, "200 -");
        // Then
        assertThat(stored.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(impatient.missingRights()).isEmpty();
    }

    @Test
    void aWriteWaitsUntilTheStoreHasRoomAgain() throws Exception {
        // Given
        server.answers.put(KEY, "507 XMinioStorageFull");
        server.answers.put("", "507 XMinioStorageFull");
        // When
        var stored = CompletableFuture.supplyAsync(
                () -> impatient.putIfAbsent(KEY, new byte[] {1}, "image/png", Map.of()),
                task -> new Thread(task).start());
        TimeUnit.MILLISECONDS.sleep(5 * GIVE_UP_AFTER.toMillis());
        assertThat(stored).isNotDone();
        server.answers.remove("");
        server.answers.put(KEY, "200 -");
        // Then
        assertThat(stored.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"claims/./x", "claims/../x", "../x"})
    void aKeyThatTheClientDoesNotSendIsRefused(String key) {
        assertThatThrownBy(() -> store.get(key, 10)).isInstanceOf(ObjectRefusedException.class);
        assertThatThrownBy(() -> store.putIfAbsent(key, new byte[0], "image/png", Map.of()))
                .isInstanceOf(ObjectRefusedException.class);
    }

    @Test
    void logsAndMessagesAreOfOneLine() {
        assertThat(StoreCalls.printable("a\r\nWARN b\u2028c\u001B[31m")).isEqualTo("a??WARN b?c?[31m");
        assertThatThrownBy(() -> store.get("claims/./\r\nx", 10)).hasMessageNotContaining("\n");
    }
}
