package io.calotype.encoder.picture;

import io.calotype.contracts.problem.Refusal;
import io.calotype.encoder.config.EncoderConfig;
import io.calotype.inference.picture.PictureHeader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The memory that source pictures may take, all together: {@code calotype.encoder.picture-memory}.
 *
 * <p>A picture asks for its share once, so that no two can wait for each other; the longest waiting is served first.
 */
@ApplicationScoped
class PictureMemory {

    private static final int UNIT = 1 << 10; // bytes: a semaphore counts up to an int

    private final long limit;
    private final Semaphore units;

    @Inject
    PictureMemory(EncoderConfig config) {
        this(config.pictureMemory());
    }

    PictureMemory(long limit) {
        this.limit = limit;
        this.units = new Semaphore(units(limit), true);
    }

    /**
     * Does what takes so many bytes as soon as they are free.
     *
     * @param field the prompt's field, for messages
     * @throws Refusal LIMIT_EXCEEDED if they never can be
     */
    <T> T within(String field, PictureHeader picture, long bytes, Supplier<T> work) {
        if (bytes > limit) {
            throw PictureHeader.tooLarge(
                    field,
                    field + " of " + picture.width() + "x" + picture.height() + " pixels takes " + bytes
                            + " bytes of memory; at most " + limit);
        }
        int taken = units(bytes);
        units.acquireUninterruptibly(taken);
        try {
            return work.get();
        } finally {
            units.release(taken);
        }
    }

    private static int units(long bytes) {
        return Math.toIntExact((bytes + UNIT - 1) / UNIT);
    }
}
