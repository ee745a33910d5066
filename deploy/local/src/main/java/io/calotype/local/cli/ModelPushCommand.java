package io.calotype.local.cli;

import io.calotype.contracts.pack.PackManifest;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.local.stack.Home;
import io.calotype.local.store.BucketClient;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a model pack into the object store, under its digest. */
@Command(
        name = "push",
        description = "Uploads a model pack to the object store, from which services fetch it by its digest.",
        mixinStandardHelpOptions = true)
final class ModelPushCommand implements Callable<Integer> {

    private static final String TYPE = "application/octet-stream";

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "NAME", description = "The pack's name.")
    private String name = "";

    ModelPushCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var pack = new ModelPacks(home.packs()).open(name);
        var client = store.client(home);
        long uploaded = pack.files().stream()
                .filter(path -> upload(client, pack, path, pack.verified(path)))
                .count();
        // The manifest comes last: a pack without one is not there yet.
        upload(client, pack, PackManifest.FILE, pack.directory().resolve(PackManifest.FILE));
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        out.printf(
                "%s is in the object store, %d of %d files new%n",
                name, uploaded, pack.files().size());
        out.printf("Services fetch it with CALOTYPE_PACKS_FROM_STORE=%s=%s%n", name, pack.digest());
        return 0;
    }

    private static boolean upload(BucketClient client, ModelPack pack, String path, Path file) {
        return client.keep(PackManifest.key(pack.digest(), path), TYPE, file);
    }
}
