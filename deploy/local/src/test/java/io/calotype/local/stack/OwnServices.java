package io.calotype.local.stack;

import static org.awaitility.Awaitility.await;

import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.broker.EmbeddedKafka;
import io.calotype.embedded.port.Ports;
import io.calotype.local.process.ServiceHealth;
import io.calotype.local.process.ServiceProcess;
import io.calotype.local.process.ServiceSpec;
import io.calotype.local.stack.StackState.StoreAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/** Processes of services, on a broker of their own and with settings of their own. */
final class OwnServices implements AutoCloseable {

    private static final String PACK = "pictograms";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path folder;
    private final EmbeddedKafka kafka;
    private final Home home = Home.under(Shell.ROOT);
    private final Map<String, List<ServiceProcess>> services = new HashMap<>();

    private OwnServices(Path folder, int partitions) {
        this.folder = folder;
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        kafka.createTopics(Topics.all(List.of(PACK)).stream()
                .map(topic -> new NewTopic(topic.name(), Math.max(partitions, topic.partitions()), (short) 1)
                        .configs(topic.config()))
                .toList());
    }

    /** Starts a broker. */
    static OwnServices on(Path folder) {
        return new OwnServices(folder, 1);
    }

    /** Starts a broker whose topics have at least so many partitions. */
    static OwnServices on(Path folder, int partitions) {
        return new OwnServices(folder, partitions);
    }

    /** Host and port. */
    String kafka() {
        return kafka.bootstrapServers();
    }

    /** Starts a process of a service, such as {@code gateway}. */
    ServiceProcess start(String service, StoreAddress store, Map<String, String> settings) {
        int port = Ports.claim(0);
        var environment = new HashMap<>(settings);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka());
        environment.put("CALOTYPE_STORE_ENDPOINT", store.endpoint().toString());
        environment.put("CALOTYPE_STORE_ACCESS_KEY", store.accessKey());
        environment.put("CALOTYPE_STORE_SECRET_KEY", store.secretKey());
        environment.putIfAbsent("CALOTYPE_PACKS_DIR", home.packs().toString());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        var name = service + "-service";
        var spec = new ServiceSpec(name, home.jar(name), port, environment).compiledByC1();
        var process = ServiceProcess.start(spec, home.leash(), folder.resolve("logs"), new Deaths());
        services.computeIfAbsent(service, first -> new ArrayList<>()).add(process);
        return process;
    }

    void awaitReady() {
        var health = new ServiceHealth();
        all().forEach(service ->
                await().atMost(LIMIT).until(() -> health.isReady(service.spec().http())));
    }

    private List<ServiceProcess> all() {
        return services.values().stream().flatMap(List::stream).toList();
    }

    /** An address at the first process of a service. */
    URI uri(String service, String path) {
        return services.get(service).get(0).spec().http().resolve(path);
    }

    String get(String service, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(service, path))).body();
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        all().forEach(ServiceProcess::kill);
        all().forEach(ServiceProcess::awaitEnd);
        kafka.close();
    }
}
