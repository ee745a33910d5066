package io.calotype.diffusion.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The settings that only the diffusion service has; see also those that all stages share. */
@ConfigMapping(prefix = "calotype.diffusion")
public interface DiffusionConfig {

    /** How many images share a model call at most; with guidance each takes two rows of it. */
    @WithDefault("8")
    int maxBatch();

    /**
     * How many calls a step makes at the same time, among which its rows and the threads are divided; without it, 2 on two cores where
     * images have guidance.
     */
    OptionalInt parallelCalls();

    /** The most pixels of an image; without it, as many as there is memory for. */
    OptionalLong maxPixels();

    /** Memory for the preallocated tensors of all batch sizes and shapes in use. */
    @WithDefault("64M")
    MemorySize slotMemory();

    /** Memory for the LoRAs that images ask for: those of the images that run, and those used last. */
    @WithDefault("128M")
    MemorySize loraMemory();

    /** A step that takes longer hangs, and liveness is down, if it takes longer than {@link #stepTimeoutFactor} allows as well. */
    @WithDefault("15m")
    Duration stepTimeout();

    /** How many usual steps a step may take; see {@link #stepTimeout}. */
    @WithDefault("20")
    int stepTimeoutFactor();

    /** Least time between two previews of one image; the first and the last are always sent. */
    @WithDefault("200ms")
    Duration previewInterval();

    /** How often the trajectory of a running image is kept, so that another process goes on from there; never if zero. */
    @WithDefault("5s")
    Duration checkpointInterval();

    /** After how many steps it is kept, if that comes first; at least 1. */
    OptionalInt checkpointSteps();

    /**
     * Keeps every step of that multiple, and the last, of images whose prompts do not say, to branch from; at least 1. Without it, none.
     */
    OptionalInt keepSteps();

    /** How many cancelled prompts are remembered; the oldest are forgotten. */
    @WithDefault("100000")
    int rememberedCancellations();

    /** How long to wait at start until all earlier cancellations are read. */
    @WithDefault("10s")
    Duration cancellationsCatchUp();
}
