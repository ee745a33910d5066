package io.calotype.local.cli;

import io.calotype.embedded.port.PortInUse;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.stack.Home;
import io.calotype.local.stack.Listener;
import io.calotype.local.stack.Stack;
import io.calotype.local.stack.StackPorts;
import io.calotype.local.stack.StackSettings;
import io.calotype.local.stack.StackState;
import io.calotype.local.stack.StateFile;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the embedded stack in the foreground. */
@Command(
        name = "up",
        description = "Runs broker, object store and services until Ctrl-C; the data stay in .calotype.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    static final String DEFAULT_MODEL = "pictograms";

    private static final String NO_UPSCALER = "none";
    private static final PrintStream OUT = System.out;

    private final Home home;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Default: ${DEFAULT-VALUE}; 0 takes a free one.")
    private int kafkaPort = 9092;

    @Option(names = "--s3-port", paramLabel = "PORT", description = "Default: ${DEFAULT-VALUE}; 0 takes a free one.")
    private int s3Port = 9000;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Of the first stage's health and metrics, the others follow. Default: ${DEFAULT-VALUE}.")
    private int httpPort = 8081;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "${env:QUARKUS_HTTP_HOST:-127.0.0.1}",
            description =
                    "Where the page and the HTTP API listen; other machines need keys. Default: ${DEFAULT-VALUE}.")
    private String host = "";

    @Option(
            names = {"--port", "--gateway-port"},
            paramLabel = "PORT",
            defaultValue = "${env:QUARKUS_HTTP_PORT:-8080}",
            description = "Of the page and the HTTP API. Default: ${DEFAULT-VALUE}; 0 takes a free one.")
    private int gatewayPort;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            split = ",",
            description = "Model packs to serve; the first is for prompts that name none. Default: pictograms.")
    private List<String> models = List.of(DEFAULT_MODEL);

    @Option(
            names = "--upscaler",
            paramLabel = "PACK",
            description = "The pack that enlarges pictures, or none. Default: " + StackSettings.UPSCALER
                    + " where it is among the packs.")
    private @Nullable String upscaler;

    UpCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var start = Instant.now();
        StackState.running(home.stateFile()).ifPresent(UpCommand::refuseSecond);
        var settings = new StackSettings(home, home.data(), models, ports()).withUpscaler(upscaler());
        Logs.to(settings.logs());
        var reports = new ServiceReports(System.err, Terminal.ofThisProcess());
        var stack = start(settings, reports);
        var stateFile = new StateFile(home.stateFile());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stack, stateFile), "stack-end"));
        stateFile.write(stack.state());
        stack.awaitReady();
        announce(stack.state(), Duration.between(start, Instant.now()));
        throw new LocalFailure(reports.givenUp().join() + " does not run any more; the stack stops");
    }

    private Optional<String> upscaler() {
        return upscaler == null
                ? Optional.of(StackSettings.UPSCALER).filter(home::hasUpscaler)
                : Optional.of(upscaler).filter(pack -> !pack.equals(NO_UPSCALER));
    }

    private StackPorts ports() {
        return new StackPorts(kafkaPort, s3Port, httpPort, Optional.of(new Listener(host, gatewayPort)));
    }

    private Stack start(StackSettings settings, ServiceReports reports) {
        try {
            return Stack.start(settings, reports);
        } catch (PortInUse e) {
            throw new LocalFailure(e.getMessage() + "; choose another with " + option(e.port()));
        }
    }

    private String option(int port) {
        if (port == kafkaPort) {
            return "--kafka-port";
        }
        if (port == gatewayPort) {
            return "--port";
        }
        return port == s3Port ? "--s3-port" : "--http-port";
    }

    private static void refuseSecond(StackState running) {
        throw new LocalFailure(
                "A stack is running already: process " + running.pid() + ", Kafka at " + running.kafka());
    }

    private static void end(Stack stack, StateFile stateFile) {
        stateFile.delete();
        stack.close();
    }

    private void announce(StackState state, Duration took) {
        OUT.printf(Locale.ROOT, "Calotype is up after %.1f s.%n", took.toMillis() / 1000.0);
        var everywhere = new Listener(host, gatewayPort).isOnAllAddresses() ? " and all other addresses" : "";
        state.gateway().ifPresent(gateway -> OUT.println("  page     " + gateway.http() + "/" + everywhere));
        OUT.println("  Kafka    " + state.kafka());
        OUT.println("  S3       " + state.store().endpoint() + "  bucket "
                + state.store().bucket() + ", access key " + state.store().accessKey() + ", secret key "
                + state.store().secretKey());
        state.services().forEach(service -> OUT.println("  " + service.name() + "  " + service.http() + "/q/metrics"));
        OUT.println("  models   " + String.join(", ", state.models()));
        OUT.println("  data     " + home.data());
        OUT.println("Ctrl-C stops it. In another terminal: ./calotype generate \"a red apple\" -o apple.png");
        OUT.flush();
    }
}
