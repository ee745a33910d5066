package io.calotype.local.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP proxy in front of an HTTP server that can cut connections once the server has begun to answer a PUT. */
final class CuttingProxy implements AutoCloseable {

    private static final int BUFFER = 1 << 14;
    private static final List<String> METHODS = List.of("PUT", "GET", "HEAD", "POST", "DELETE");
    private static final int LONGEST_METHOD = 7;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final AtomicInteger cuts = new AtomicInteger();

    private CuttingProxy(ServerSocket server, InetSocketAddress target) {
        this.server = server;
        this.target = target;
    }

    /** Listens on a free port of the loopback address. */
    static CuttingProxy before(URI endpoint) {
        try {
            var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var proxy = new CuttingProxy(server, new InetSocketAddress(endpoint.getHost(), endpoint.getPort()));
            daemon(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Lets the next PUTs reach the server and drops its answers, so that the client cannot know what became of them. */
    void cutNextPuts(int count) {
        cuts.addAndGet(count);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                daemon(() -> serve(client));
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                var upstream = new Socket()) {
            upstream.connect(target);
            var put = new boolean[1];
            daemon(() -> copyQuietly(client, upstream, put));
            answer(upstream.getInputStream(), client.getOutputStream(), put);
        } catch (IOException e) {
            // The client sees a closed connection, as from a server that is away.
        }
    }

    private void copyQuietly(Socket client, Socket upstream, boolean[] put) {
        try {
            var in = client.getInputStream();
            var out = upstream.getOutputStream();
            var buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!method(buffer, read).isEmpty()) {
                    put[0] = method(buffer, read).equals("PUT");
                }
                out.write(buffer, 0, read);
                out.flush();
            }
            upstream.shutdownOutput();
        } catch (IOException e) {
            // One side is gone; the other direction ends the connection.
        }
    }

    /** The method of a request that begins in this buffer; empty for what follows its beginning. */
    private static String method(byte[] buffer, int read) {
        var start = new String(buffer, 0, Math.min(read, LONGEST_METHOD), StandardCharsets.US_ASCII);
        return METHODS.stream()
                .filter(method -> start.startsWith(method + " "))
                .findFirst()
                .orElse("");
    }

    private void answer(InputStream in, OutputStream out, boolean[] put) throws IOException {
        var buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (put[0] && isFinal(buffer, read) && cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return;
            }
            out.write(buffer, 0, read);
            out.flush();
        }
    }

    /** Whether this is more than an interim answer such as 100. */
    private static boolean isFinal(byte[] buffer, int read) {
        return read > 9 && buffer[9] != '1';
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
