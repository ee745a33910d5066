package io.calotype.embedded.port;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ports that processes of one user have given away.
 *
 * @param own those of this process
 * @param locks a file with a locked byte at the place of each port that is given; the system unlocks those of a process that ends
 */
record GivenPorts(Set<Integer> own, Optional<FileChannel> locks) {

    /** Opens the file of this user; without one, processes do not know of each other. */
    static GivenPorts open() {
        var file = Path.of(System.getProperty("java.io.tmpdir"), "calotype-ports-" + System.getProperty("user.name"));
        return new GivenPorts(ConcurrentHashMap.newKeySet(), channel(file));
    }

    /** Returns whether nobody had this port before. */
    boolean add(int port) {
        return own.add(port) && locks.map(file -> locked(file, port)).orElse(true);
    }

    private static boolean locked(FileChannel file, int port) {
        try {
            return file.tryLock(port, 1, false) != null;
        } catch (IOException e) {
            return true;
        }
    }

    private static Optional<FileChannel> channel(Path file) {
        try {
            return Optional.of(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
