package io.calotype.diffusion.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SideBySideTest {

    private final SideBySide sideBySide = new SideBySide();

    @AfterEach
    void close() {
        sideBySide.close();
    }

    @Test
    void callsRunAtTheSameTimeAndResultsAreInOrder() {
        // Given
        var all = new CountDownLatch(3);
        Supplier<Long> call = () -> {
            all.countDown();
            await(all);
            return all.getCount();
        };
        // When, then
        assertThat(sideBySide.call(List.of(call, call, call))).containsExactly(0L, 0L, 0L);
        assertThat(sideBySide.call(List.<Supplier<String>>of(() -> "a", () -> "b", () -> "c")))
                .containsExactly("a", "b", "c");
    }

    @Test
    void oneCallIsMadeByTheThreadThatAsks() {
        assertThat(sideBySide.call(List.<Supplier<Thread>>of(Thread::currentThread)))
                .containsExactly(Thread.currentThread());
    }

    @Test
    void aFailureIsThrownAsItIsWhenAllCallsHaveEnded() {
        // Given
        var failure = new IllegalStateException("planted");
        for (int failing = 0; failing < 2; failing++) {
            var ended = new AtomicBoolean();
            Supplier<String> fails = () -> {
                throw failure;
            };
            Supplier<String> takesLonger = () -> {
                pause();
                ended.set(true);
                return "";
            };
            // When, then
            var calls = failing == 0 ? List.of(fails, takesLonger) : List.of(takesLonger, fails);
            assertThatThrownBy(() -> sideBySide.call(calls)).isSameAs(failure);
            assertThat(ended).isTrue();
        }
    }

    @Test
    void anErrorIsThrownAsItIs() {
        var error = new OutOfMemoryError("planted");
        assertThatThrownBy(() -> sideBySide.call(List.of(() -> "", () -> {
                    throw error;
                })))
                .isSameAs(error);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
