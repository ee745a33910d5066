package io.calotype.local.cli;

import io.calotype.local.failure.LocalFailure;
import io.calotype.local.stack.Home;
import io.calotype.local.stack.StackState;
import io.calotype.local.stack.StackState.StoreAddress;
import io.calotype.local.store.BucketClient;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which object store a command works with; credentials come from the environment, where other processes do not see them. */
final class StoreOptions {

    private static final String ACCESS_KEY = "CALOTYPE_STORE_ACCESS_KEY";
    private static final String SECRET_KEY = "CALOTYPE_STORE_SECRET_KEY";

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            defaultValue = "${env:CALOTYPE_STORE_ENDPOINT}",
            description = "The object store; its keys are in " + ACCESS_KEY + " and " + SECRET_KEY
                    + ". Default: CALOTYPE_STORE_ENDPOINT, or that of the running stack.")
    private @Nullable URI endpoint;

    @Option(
            names = "--bucket",
            paramLabel = "NAME",
            defaultValue = "${env:CALOTYPE_STORE_BUCKET:-calotype}",
            description = "The bucket. Default: CALOTYPE_STORE_BUCKET, or calotype.")
    private String bucket = "";

    @Option(
            names = "--region",
            paramLabel = "NAME",
            defaultValue = "${env:CALOTYPE_STORE_REGION:-us-east-1}",
            description = "The region. Default: CALOTYPE_STORE_REGION, or us-east-1.")
    private String region = "";

    /** A client of the store; it connects at its first call. */
    BucketClient client(Home home) {
        return new BucketClient(endpoint == null ? running(home) : given(endpoint), region);
    }

    private StoreAddress given(URI address) {
        return new StoreAddress(address, bucket, key(ACCESS_KEY), key(SECRET_KEY));
    }

    private static String key(String variable) {
        var value = System.getenv(variable);
        if (value == null) {
            throw new LocalFailure("Set " + ACCESS_KEY + " and " + SECRET_KEY + " to the keys of the object store");
        }
        return value;
    }

    private static StoreAddress running(Home home) {
        return StackState.running(home.stateFile())
                .map(StackState::store)
                .orElseThrow(() -> new LocalFailure(
                        "No stack is running; ./calotype up starts one, or name an object store with --endpoint"));
    }
}
