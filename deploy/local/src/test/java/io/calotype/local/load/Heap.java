package io.calotype.local.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** A service's heap as its metrics tell of it. */
final class Heap {

    private Heap() {}

    static long usedMiB(URI service) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(service.resolve("/q/metrics"))
                .header("Accept", "text/plain; version=0.0.4")
                .build();
        var metrics = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return (long) metrics.body()
                        .lines()
                        .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum()
                >> 20;
    }
}
