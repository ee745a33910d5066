package io.calotype.local.stack;

import io.calotype.local.stack.StackSettings.Purpose;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A whole stack with an upscaler, for one test class. */
final class UpscalingStack implements AutoCloseable {

    static final String MODEL = "pictograms";

    private static final StackPorts PORTS = new StackPorts(0, 0, 0, Optional.of(Listener.onLoopback(0)));

    private final Stack stack;
    private final Path data;

    private UpscalingStack(Stack stack, Path data) {
        this.stack = stack;
        this.data = data;
    }

    static UpscalingStack start() throws IOException {
        var home = Home.under(Shell.ROOT);
        var data = Files.createTempDirectory(Files.createDirectories(Path.of("target/it")), "upscaling")
                .toAbsolutePath();
        var settings = new StackSettings(home, data, List.of(MODEL), PORTS, Purpose.SHORT_RUN)
                .withUpscaler(Optional.of(StackSettings.UPSCALER));
        var stack = Stack.start(settings, new Deaths());
        Runtime.getRuntime().addShutdownHook(new Thread(stack::abandon));
        stack.awaitReady();
        stack.state().write(data.resolve("stack.json"));
        return new UpscalingStack(stack, data);
    }

    String kafka() {
        return stack.state().kafka();
    }

    URI gateway() {
        return stack.state().gateway().orElseThrow().http();
    }

    Bucket bucket() {
        return new Bucket(stack.state().store());
    }

    /** Where the command line finds this stack. */
    Path data() {
        return data;
    }

    /** Where the upscaler's health and metrics are. */
    URI upscaler() {
        return stack.services().stream()
                .filter(service -> service.spec().name().equals("upscaler-service"))
                .findFirst()
                .orElseThrow()
                .spec()
                .http();
    }

    /** Not abandoned: a broker without its folder would end the tests that start another. */
    @Override
    public void close() {
        stack.close();
    }
}
