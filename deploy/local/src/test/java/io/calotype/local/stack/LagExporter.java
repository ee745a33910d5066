package io.calotype.local.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.calotype.local.lag.LagReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Stands in for Kafka's exporter: the lag of consumer groups, under its names. */
final class LagExporter implements AutoCloseable {

    private static final String LAG = "kafka_consumergroup_lag{consumergroup=\"%s\",topic=\"%s\",partition=\"0\"} %d\n";

    private final HttpServer server;
    private final String kafka;

    LagExporter(String kafka) throws IOException {
        this.kafka = kafka;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", this::answer);
        server.start();
    }

    /** Host and port. */
    String target() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var metrics = LagReader.read(kafka).stream()
                .map(lag -> LAG.formatted(lag.group(), lag.topic(), lag.records()))
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(200, metrics.length);
        try (var body = exchange.getResponseBody()) {
            body.write(metrics);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
