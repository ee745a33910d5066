package io.calotype.local.reproduce;

import io.calotype.inference.pack.ModelPacks;
import io.calotype.inference.pack.PackException;
import io.calotype.local.stack.Home;
import java.util.Objects;
import java.util.Optional;

/** Finds the pack that made a picture, by its digest, whatever it is called here. */
public final class PackByDigest {

    private PackByDigest() {}

    /** Returns the pack's name here, if it is here. */
    public static Optional<String> find(Home home, Provenance made) {
        return find(home, made.packDigest());
    }

    /** Returns the name here of the pack with that digest, if it is here. */
    public static Optional<String> find(Home home, String digest) {
        var variant = Objects.requireNonNullElse(System.getenv("CALOTYPE_VARIANT"), "");
        return home.models().stream()
                .filter(name -> has(home, name, variant, digest))
                .findFirst();
    }

    private static boolean has(Home home, String name, String variant, String digest) {
        try {
            return new ModelPacks(home.packs()).open(name, variant).digest().equals(digest);
        } catch (PackException unusable) {
            return false;
        }
    }
}
