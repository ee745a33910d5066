package io.calotype.diffusion.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DenoisingThreadTest {

    private final StepWatchdog watchdog = new StepWatchdog(Duration.ofMinutes(1), 20);

    private final FakeModel model = new FakeModel();
    private final CountDownLatch broken = new CountDownLatch(1);

    @Test
    void waitsForImagesDenoisesThemAndEnds() throws InterruptedException {
        // Given
        var batcher = new ContinuousBatcher(model, 2, (images, rows, nanos) -> {});
        var thread = new DenoisingThread(batcher, watchdog, broken::countDown);
        thread.start();
        var finished = new CountDownLatch(1);
        // When
        batcher.submit(new RunningImage(5, FakeModel.image(3), new Finishing(finished)));
        finished.await();
        thread.stop(Duration.ofSeconds(10));
        // Then
        assertThat(model.batchSizes()).containsExactly(1, 1, 1);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void closedBatcherFinishesWhatRuns() throws InterruptedException {
        // Given
        var stepping = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var batcher = new ContinuousBatcher(
                images -> {
                    stepping.countDown();
                    awaitUninterruptibly(go);
                    model.step(images);
                },
                2,
                (images, rows, nanos) -> {});
        var thread = new DenoisingThread(batcher, watchdog, broken::countDown);
        thread.start();
        var finished = new CountDownLatch(1);
        batcher.submit(new RunningImage(5, FakeModel.image(4), new Finishing(finished)));
        stepping.await();
        // When
        batcher.close();
        go.countDown();
        // Then
        finished.await();
        await().until(() -> !thread.isAlive());
        assertThat(model.batchSizes()).hasSize(4);
    }

    @Test
    void stopGivesBackWhatIsNotDone() throws InterruptedException {
        // Given
        var batcher = new ContinuousBatcher(model, 1, (images, rows, nanos) -> {});
        var thread = new DenoisingThread(batcher, watchdog, broken::countDown);
        var endless = new ImageProbe();
        batcher.submit(new RunningImage(5, FakeModel.image(100_000), endless));
        var waits = new ImageProbe();
        batcher.submit(new RunningImage(5, FakeModel.image(1), waits));
        thread.start();
        // When
        thread.stop(Duration.ofSeconds(10));
        // Then
        assertThat(endless.told).endsWith("given back");
        assertThat(waits.told).containsExactly("given back");
        assertThat(broken.getCount()).isEqualTo(1);
    }

    @Test
    void errorGivesEverythingBackAndIsTold() throws InterruptedException {
        // Given
        var batcher = new ContinuousBatcher(
                images -> {
                    throw new StackOverflowError("planted");
                },
                1,
                (images, rows, nanos) -> {});
        var runs = new ImageProbe();
        var waits = new ImageProbe();
        batcher.submit(new RunningImage(5, FakeModel.image(2), runs));
        batcher.submit(new RunningImage(5, FakeModel.image(2), waits));
        // When
        new DenoisingThread(batcher, watchdog, broken::countDown).start();
        broken.await();
        // Then
        assertThat(runs.told).containsExactly("started", "given back");
        assertThat(waits.told).containsExactly("given back");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Finishing(CountDownLatch latch) implements ImageOwner {
        @Override
        public boolean isWanted() {
            return true;
        }

        @Override
        public boolean isLeaving() {
            return false;
        }

        @Override
        public void left() {}

        @Override
        public void started() {}

        @Override
        public void stepped() {}

        @Override
        public void finished() {
            latch.countDown();
        }

        @Override
        public void failed(RuntimeException cause) {}

        @Override
        public void cancelled() {}

        @Override
        public void givenBack() {}
    }
}
