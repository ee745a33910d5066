package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.topic.Access;
import io.calotype.contracts.topic.Principal;
import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.port.Ports;
import io.calotype.embedded.store.EmbeddedS3;
import io.calotype.local.process.ServiceHealth;
import io.calotype.local.process.ServiceProcess;
import io.calotype.local.process.ServiceSpec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers with SASL_SSL, SCRAM and access-control lists; each service logs in as its own principal. */
@Tag("long")
class SecuredStackIT {

    private static final String PACK = "pictograms";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<Principal> PRINCIPALS = Access.all(List.of(PACK));

    @TempDir
    Path folder;

    private final Home home = Home.under(Shell.ROOT);
    private final Map<Principal, ServiceProcess> services = new HashMap<>();

    @AfterEach
    void stop() {
        services.values().forEach(ServiceProcess::kill);
        services.values().forEach(ServiceProcess::awaitEnd);
    }

    @Test
    void eachMissingRightIsNamedAndWithAllOfThemAPictureIsMade() throws Exception {
        try (var kafka = SecuredKafka.start(folder.resolve("kafka"), 3);
                var store = EmbeddedS3.start(folder.resolve("s3"), 0, "key", "secret")) {
            // Given
            store.createBucket("calotype");
            kafka.createTopics(List.of(PACK));
            kafka.createUsers(PRINCIPALS);
            for (var principal : PRINCIPALS) {
                if (!principal.name().equals("autoscaler")) {
                    services.put(principal, start(principal, kafka, store));
                }
            }
            services.forEach((principal, service) -> await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(readiness(service)).contains(missing(principal))));

            // When
            kafka.grant(PRINCIPALS);
            var health = new ServiceHealth();
            services.values().forEach(service -> await().atMost(LIMIT)
                    .until(() -> health.isReady(service.spec().http())));

            // Then
            try (var reader = new TopicReader(kafka.withoutLogin(), Topics.IMAGES);
                    var producer = new OutsideProducer(kafka.withoutLogin())) {
                producer.binary(
                        "secured-1",
                        "{\"prompt\":\"a red apple\",\"steps\":3,\"width\":64,\"height\":64,\"upscale\":2}");
                var image = reader.awaitImages(1, LIMIT, "secured-1/").get(0);
                assertThat(image.path("width").asInt()).isEqualTo(64);
                assertThat(image.at("/original/key").asText()).isEqualTo("images/secured-1/0.original.png");
            }
        }
    }

    /** What a service without any right says is missing; groups of one process have more in their names. */
    private static List<String> missing(Principal principal) {
        return principal.rights().stream()
                .map(right -> switch (right.resource()) {
                    case TOPIC -> "\"" + right.name() + "\": \"may not be";
                    case GROUP -> "\"group " + right.name() + "\": \"may not be joined";
                    case GROUPS_WITH_PREFIX -> "\"group " + right.name();
                })
                .toList();
    }

    private ServiceProcess start(Principal principal, SecuredKafka kafka, EmbeddedS3 store) {
        int port = Ports.claim(0);
        var environment = new HashMap<String, String>();
        kafka.client(principal.name()).forEach((setting, value) -> environment.put(variable(setting), value));
        environment.put("CALOTYPE_STORE_ENDPOINT", store.endpoint().toString());
        environment.put("CALOTYPE_STORE_ACCESS_KEY", "key");
        environment.put("CALOTYPE_STORE_SECRET_KEY", "secret");
        environment.put("CALOTYPE_PACKS_DIR", home.packs().toString());
        environment.put("CALOTYPE_UPSCALE", "2");
        if (principal.name().equals("upscaler")) {
            environment.put("CALOTYPE_MODEL", StackSettings.UPSCALER);
        }
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        var name = principal.name() + "-service";
        return ServiceProcess.start(
                new ServiceSpec(name, home.jar(name), port, environment).compiledByC1(),
                home.leash(),
                folder.resolve("logs"),
                new Deaths());
    }

    private static String variable(String setting) {
        return "KAFKA_" + setting.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** What a service says of its readiness; nothing before it listens. */
    private static String readiness(ServiceProcess service) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(service.spec().http().resolve("/q/health/ready"))
                    .build();
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        }
    }
}
