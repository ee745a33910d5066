package io.calotype.local.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Readers that take a few bytes a second, with buffers as small as the system lets them be. */
final class SlowReaders implements AutoCloseable {

    private static final int BUFFER = 4096;
    private static final int BYTES_A_TURN = 100;

    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicLong bytes = new AtomicLong();

    SlowReaders(URI stream, int count) {
        for (int i = 0; i < count; i++) {
            var socket = new Socket();
            try {
                socket.setReceiveBufferSize(BUFFER);
                socket.connect(new InetSocketAddress(stream.getHost(), stream.getPort()));
                var request = "GET " + stream.getPath() + " HTTP/1.1\r\nHost: " + stream.getAuthority() + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                sockets.add(socket);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            var reader = new Thread(() -> read(socket), "slow-" + i);
            reader.setDaemon(true);
            reader.start();
        }
    }

    private void read(Socket socket) {
        try {
            while (true) {
                bytes.addAndGet(socket.getInputStream().readNBytes(BYTES_A_TURN).length);
                TimeUnit.MILLISECONDS.sleep(500);
            }
        } catch (IOException closed) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long bytes() {
        return bytes.get();
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
