package io.calotype.stage.config;

import io.calotype.contracts.stage.Stage;
import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The settings that all stages have in common; defaults are in this module's microprofile-config.properties. */
@ConfigMapping(prefix = "calotype")
public interface StageConfig {

    /** Which stage this is, in problems, metrics and progress. */
    Stage stage();

    /** The folder that holds the model packs, one folder each. */
    Path packsDir();

    /** The pack that this process serves, by its folder's name. */
    String model();

    /**
     * The variant of the pack, such as {@code int8}: the same in all services of a pack, or the next stage refuses the
     * records.
     */
    Optional<String> variant();

    /** The sha256 that the pack's {@code manifest.json} must have; any where none is given. */
    Optional<String> modelDigest();

    /** The packs that the deployment serves, this process's own always among them. */
    Optional<List<String>> knownModels();

    /**
     * How many times as wide and high the deployment's upscaler makes pictures, the same in all services of a deployment; without
     * it there is no upscaler, and prompts that ask for one fail.
     */
    OptionalInt upscale();

    /** How many records this process works on at a time. */
    int inFlight();

    /** How many records may wait for the object store beside those that are worked on. */
    int parking();

    /** The largest tensor value in bytes that is sent inline; a larger one goes to the object store. */
    int inlineLimit();

    /** The largest tensor value in bytes; a larger one fails its image. */
    long claimLimit();

    /** How long running work may continue after the process is asked to stop. */
    Duration drainTimeout();

    /** Whether this process works on an image that nobody asked for before it is ready. */
    boolean warmUp();

    /** How models run. */
    Onnx onnx();

    /** Settings of an ONNX Runtime session. */
    interface Onnx {
        /** Threads of one model call; 0 takes all cores that the process has. */
        int intraOpThreads();

        /** Whether threads spin between calls: faster on cores that are not shared, slower everywhere else. */
        boolean spinning();

        /** The execution provider: {@code cpu}, or {@code cuda} in a build with the {@code cuda} profile. */
        String provider();

        /** The device of a provider that has several. */
        int deviceId();
    }
}
