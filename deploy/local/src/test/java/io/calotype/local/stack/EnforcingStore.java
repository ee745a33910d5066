package io.calotype.local.stack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.bucket.BucketAccess;
import io.calotype.contracts.bucket.BucketUser;
import io.calotype.embedded.port.Ports;
import io.calotype.local.stack.StackState.StoreAddress;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.SetBucketPolicyArgs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiPredicate;

/** An S3 server that enforces policies: the program of Versity's gateway on a folder, with a user for each service. */
final class EnforcingStore implements AutoCloseable {

    /** The variable that names the program. */
    static final String PROGRAM = "CALOTYPE_VERSITYGW";

    private static final String BUCKET = "calotype";
    private static final String ROOT = "root";
    private static final Path POLICIES = Shell.ROOT.resolve("deploy/store");
    private static final Duration START = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final URI address;
    private final MinioClient root;

    private EnforcingStore(Process process, URI address) {
        this.process = process;
        this.address = address;
        var store = address(ROOT);
        this.root = MinioClient.builder()
                .endpoint(store.endpoint().toString())
                .region("us-east-1")
                .credentials(store.accessKey(), store.secretKey())
                .build();
    }

    /** Starts the server with an empty bucket, in which nobody else may do anything yet. */
    static EnforcingStore start(Path folder) throws IOException {
        var address = "127.0.0.1:" + Ports.claim(0);
        var users = Files.createDirectories(folder.resolve("users"));
        Files.writeString(users.resolve("users.json"), users().toString());
        var process = new ProcessBuilder(
                        System.getenv(PROGRAM),
                        "--access",
                        ROOT,
                        "--secret",
                        secret(ROOT),
                        "--port",
                        address,
                        "--iam-dir",
                        users.toString(),
                        "posix",
                        "--sidecar", // all users' policies are more than a file's attributes may hold
                        Files.createDirectories(folder.resolve("metadata")).toString(),
                        Files.createDirectories(folder.resolve("data")).toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("versitygw.log").toFile())
                .start();
        var store = new EnforcingStore(process, URI.create("http://" + address));
        await().atMost(START).ignoreExceptions().until(() -> {
            store.root.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
            return true;
        });
        return store;
    }

    private static ObjectNode users() {
        var users = JSON.createObjectNode();
        var accounts = users.putObject("accessAccounts");
        for (var user : BucketAccess.all()) {
            accounts.putObject(user.name())
                    .put("access", user.name())
                    .put("secret", secret(user.name()))
                    .put("role", "user");
        }
        return users;
    }

    /** Where the bucket is, and a user's keys. */
    StoreAddress address(String user) {
        return new StoreAddress(address, BUCKET, user, secret(user));
    }

    /** The same for one who may do everything. */
    StoreAddress root() {
        return address(ROOT);
    }

    private static String secret(String user) {
        return "secret-of-" + user;
    }

    /** Puts the policies of deploy/store in force, without some of their statements by user and right. */
    void grant(BiPredicate<BucketUser, String> without) throws Exception {
        var policy = JSON.createObjectNode().put("Version", "2012-10-17");
        var statements = policy.putArray("Statement");
        for (var user : BucketAccess.all()) {
            grant(user, statements, without);
        }
        root.setBucketPolicy(SetBucketPolicyArgs.builder()
                .bucket(BUCKET)
                .config(policy.toString())
                .build());
    }

    private static void grant(BucketUser user, ArrayNode statements, BiPredicate<BucketUser, String> without)
            throws IOException {
        var policy = JSON.readTree(
                POLICIES.resolve("policy-" + user.name() + ".json").toFile());
        for (var statement : policy.path("Statement")) {
            if (!without.test(user, statement.path("Action").path(0).asText())) {
                statements.add(((ObjectNode) statement).put("Principal", user.name()));
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        await().until(() -> !process.isAlive());
    }
}
