package io.calotype.messaging.store;

import java.nio.file.Path;

/** Objects of any size, fetched to disk. Calls block, and are repeated for as long as the store does not answer. */
public interface StoredFiles {

    /**
     * Writes an object's bytes to a file, in the place of the one that may be there.
     *
     * @return whether there is such an object
     * @throws ObjectTooLargeException when it has more than {@code limit} bytes
     * @throws ObjectRefusedException when the store refuses it while it answers for others
     */
    boolean fetch(String key, Path file, long limit);
}
