package io.calotype.encoder.policy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A policy service with a certificate of its own, which decides by words of the prompt. */
public final class SecurePolicy implements QuarkusTestResourceLifecycleManager {

    /** The token that encoders have to have. */
    public static final String TOKEN = "s3cr3t-t0ken";

    private static final String PASSWORD = "changeit";
    private static Optional<PolicyServer> running = Optional.empty();

    /** The service of the running test. */
    public static PolicyServer server() {
        return running.orElseThrow();
    }

    @Override
    public Map<String, String> start() {
        try {
            var folder = Files.createTempDirectory("policy");
            var store = folder.resolve("policy.p12");
            var token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
            var server = HttpsServer.create(PolicyServer.local(0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(identity(store)));
            running = Optional.of(PolicyServer.start(server, SecurePolicy::decide));
            return Map.of(
                    "calotype.encoder.prompt-policy.url",
                    "https://localhost:" + server.getAddress().getPort() + "/decide",
                    "calotype.encoder.prompt-policy.token-file",
                    token.toString(),
                    "calotype.encoder.prompt-policy.tls-configuration-name",
                    "policy",
                    "quarkus.tls.policy.trust-store.p12.path",
                    store.toString(),
                    "quarkus.tls.policy.trust-store.p12.password",
                    PASSWORD);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext identity(Path store) throws IOException, GeneralSecurityException {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "policy",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        try (var in = Files.newInputStream(awaited(made, store))) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        }
    }

    private static Path awaited(Process made, Path store) throws IOException {
        var said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (made.onExit().join().exitValue() != 0) {
            throw new IOException(said);
        }
        return store;
    }

    private static void decide(HttpExchange exchange, String question) throws IOException, InterruptedException {
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            PolicyServer.say(exchange, 401, "{}");
        } else if (question.contains("slow")) {
            Thread.sleep(6_000);
        } else if (question.contains("garbage")) {
            PolicyServer.say(exchange, 200, "<html>");
        } else if (question.contains("weapon")) {
            Thread.sleep(20);
            PolicyServer.say(exchange, 200, "{\"decision\":\"refuse\",\"reason\":\"weapons\"}");
        } else {
            Thread.sleep(20);
            PolicyServer.say(exchange, 200, "{\"decision\":\"allow\"}");
        }
    }

    @Override
    public void stop() {
        running.ifPresent(PolicyServer::close);
    }
}
