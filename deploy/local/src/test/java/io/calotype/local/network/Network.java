package io.calotype.local.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The network in front of a server: for a while it can be slow and lossy, or let nothing through and keep all connections. */
public final class Network implements AutoCloseable {

    private static final int BUFFER = 1 << 14;
    private static final long LATENCY_MS = 50; // each way
    private static final int BYTES_PER_MS = 375; // 3 Mbit/s
    private static final double LOST = 0.05;
    private static final long RETRANSMISSION_MS = 300;
    private static final long LOOK_MS = 20;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private volatile long slowUntil = System.nanoTime();
    private volatile long silentUntil = System.nanoTime();

    private Network(ServerSocket server, InetSocketAddress target) {
        this.server = server;
        this.target = target;
    }

    /** Listens on a port of the loopback address, 0 for a free one. */
    public static Network before(int target, int port) {
        try {
            var loopback = InetAddress.getLoopbackAddress();
            var network = new Network(new ServerSocket(port, 50, loopback), new InetSocketAddress(loopback, target));
            daemon(network::accept);
            return network;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect. */
    public int port() {
        return server.getLocalPort();
    }

    /** Takes 100 ms there and back, carries 3 Mbit/s for each connection, and loses one packet in twenty, for so long. */
    public void slowFor(Duration time) {
        slowUntil = System.nanoTime() + time.toNanos();
    }

    /** Carries nothing for so long; nobody's connection is closed. */
    public void silentFor(Duration time) {
        silentUntil = System.nanoTime() + time.toNanos();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                daemon(() -> connect(client));
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                var upstream = new Socket()) {
            upstream.connect(target);
            daemon(() -> request(client, upstream));
            carry(upstream.getInputStream(), client.getOutputStream());
        } catch (IOException | InterruptedException e) {
            // The client sees a closed connection, as from a server that is away.
        }
    }

    private void request(Socket client, Socket upstream) {
        try {
            carry(client.getInputStream(), upstream.getOutputStream());
            upstream.shutdownOutput();
        } catch (IOException | InterruptedException e) {
            // One side is gone; the other direction ends the connection.
        }
    }

    private void carry(InputStream in, OutputStream out) throws IOException, InterruptedException {
        var buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            travel(read);
            out.write(buffer, 0, read);
            out.flush();
        }
    }

    private void travel(int bytes) throws InterruptedException {
        if (slowUntil - System.nanoTime() > 0) {
            long retransmission = Math.random() < LOST ? RETRANSMISSION_MS : 0;
            TimeUnit.MILLISECONDS.sleep(LATENCY_MS + bytes / BYTES_PER_MS + retransmission);
        }
        while (silentUntil - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "network");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
