package io.calotype.local.stack;

import io.calotype.embedded.port.Ports;
import io.calotype.local.process.ServiceHealth;
import io.calotype.local.process.ServiceProcess;
import io.calotype.local.process.ServiceSpec;
import io.calotype.local.stack.StackSettings.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The whole stack as processes, started once for all tests of this JVM. */
final class WholeStack {

    static final String MODEL = "pictograms";

    private static final String EXPOSITION = "text/plain; version=0.0.4";
    private static final StackPorts PORTS = new StackPorts(0, 0, 0, Optional.of(Listener.onLoopback(0)));

    private static WholeStack instance;

    private final Deaths deaths = new Deaths();
    private final Home home = Home.under(Path.of(System.getProperty("calotype.root", "../..")));
    private final Stack stack;
    private final Path data;

    private WholeStack() throws IOException {
        data = Files.createTempDirectory(Files.createDirectories(Path.of("target/it")), "stack");
        stack = Stack.start(new StackSettings(home, data, List.of(MODEL), PORTS, Purpose.SHORT_RUN), deaths);
        Runtime.getRuntime().addShutdownHook(new Thread(stack::abandon));
        stack.awaitReady();
    }

    static synchronized WholeStack running() {
        try {
            if (instance == null) {
                instance = new WholeStack();
            }
            return instance;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Backbone backbone() {
        return stack.backbone();
    }

    String kafka() {
        return stack.state().kafka();
    }

    /** Where the gateway is. */
    URI gateway() {
        return stack.state().gateway().orElseThrow().http();
    }

    /** Where the services' health and metrics are. */
    List<URI> services() {
        return stack.state().services().stream()
                .map(StackState.ServiceAddress::http)
                .toList();
    }

    Bucket bucket() {
        return new Bucket(stack.state().store());
    }

    /** Writes the file by which the command line finds this stack. */
    void announce(Path stateFile) {
        stack.state().write(stateFile);
    }

    /** Waits until a service says that it is not ready. */
    void awaitNotReady(String name) {
        var http = service(name).spec().http();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !new ServiceHealth().isReady(http));
    }

    /** Whether a service says that it need not be restarted. */
    static boolean isAlive(URI http) {
        return get(http.resolve("/q/health/live")).statusCode() == 200;
    }

    /** Services that died and were started again so far. */
    int deaths() {
        return deaths.count();
    }

    /** The exit codes of the services that died, the earliest first. */
    List<Integer> exitCodes() {
        return deaths.exitCodes();
    }

    ServiceProcess service(String name) {
        return stack.services().stream()
                .filter(service -> service.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Starts one more process of a service, on a port of its own. */
    ServiceProcess another(String name) {
        return another(name, Map.of());
    }

    /** Starts one more process of a service with settings of its own, on a port of its own. */
    ServiceProcess another(String name, Map<String, String> settings) {
        return another(name, "second", settings);
    }

    /** Likewise, one of several, which are told apart by their logs. */
    ServiceProcess another(String name, String which, Map<String, String> settings) {
        var spec = service(name).spec();
        int port = Ports.claim(0);
        var environment = new HashMap<>(spec.environment());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.putAll(settings);
        var second = new ServiceSpec(
                which + "-" + name, spec.jar(), URI.create("http://127.0.0.1:" + port), environment, spec.options());
        var process = ServiceProcess.start(second, home.leash(), data.resolve("logs"), deaths);
        process.firstReady().join();
        return process;
    }

    /** The sum over all tags of a metric that a process shows, 0 when it shows none. */
    static double metric(ServiceProcess service, String name) {
        return get(service.spec().http().resolve("/q/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static HttpResponse<String> get(URI uri) {
        try {
            var request =
                    HttpRequest.newBuilder(uri).header("Accept", EXPOSITION).build();
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
