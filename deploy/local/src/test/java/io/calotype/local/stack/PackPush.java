package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.local.stack.StackState.StoreAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code ./calotype model push}, as a person runs it who names a store. */
final class PackPush {

    private PackPush() {}

    /** The environment that names a store. */
    static Map<String, String> environment(StoreAddress store) {
        return Map.of(
                "CALOTYPE_STORE_ENDPOINT", store.endpoint().toString(),
                "CALOTYPE_STORE_ACCESS_KEY", store.accessKey(),
                "CALOTYPE_STORE_SECRET_KEY", store.secretKey());
    }

    /** Pushes a pack; returns what the command prints. */
    static String run(String name, Path packs, StoreAddress store, Path folder)
            throws IOException, InterruptedException {
        var out = folder.resolve("push.txt");
        var builder = new ProcessBuilder(Shell.program(List.of("model", "push", name)))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment()
                .put("CALOTYPE_DATA", folder.resolve("nothing-runs").toString());
        builder.environment().put("CALOTYPE_PACKS_DIR", packs.toString());
        builder.environment().putAll(environment(store));
        var process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(out)).isZero();
        return Files.readString(out);
    }
}
