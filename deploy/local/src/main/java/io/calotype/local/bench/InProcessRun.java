package io.calotype.local.bench;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.local.inprocess.InProcessJar;
import io.calotype.local.stack.Home;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Puts the load on what the stages compute, in one process without broker and store. */
public final class InProcessRun {

    private final InProcessJar jar;
    private final String pack;
    private final String parameters;

    /** A run of a pack with the parameters of each image. */
    public InProcessRun(Home home, String model, PromptParameters parameters) {
        jar = new InProcessJar(home);
        pack = home.packs().resolve(model).toString();
        var event = Events.of(new PromptRequested(Origin.of("bench", "/calotype/bench"), parameters));
        this.parameters = new String(Objects.requireNonNull(event.getData()).toBytes(), StandardCharsets.UTF_8);
    }

    /** Makes images, warmed up by as many as are under way. */
    Throughput run(int images, int underWay) {
        var atOnce = Integer.toString(underWay);
        var arguments = List.of(pack, atOnce, Integer.toString(images), atOnce, parameters);
        var figures = jar.run("InProcess", "512m", arguments);
        return new Throughput(
                images / figures.path("seconds").asDouble(),
                figures.path("cpu_s_per_image").asDouble());
    }
}
