package io.calotype.local.cli;

import io.calotype.contracts.event.EventTypes;
import io.calotype.local.prompt.PromptRun;
import io.calotype.local.store.BucketClient;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Saves the pictures of completed images, and prints how each image ended. */
final class ResultPrinter {

    private final BucketClient store;
    private final OutputNames names;
    private final boolean json;
    private final Terminal terminal;
    private final Set<String> warned = new HashSet<>();

    ResultPrinter(BucketClient store, OutputNames names, boolean json, Terminal terminal) {
        this.store = store;
        this.names = names;
        this.json = json;
        this.terminal = terminal;
    }

    /** Shows the images' progress, and each warning once. */
    void progress(PromptRun run) {
        run.warnings().stream().filter(warned::add).forEach(this::warn);
        if (!run.isDone()) {
            terminal.show(run);
        }
    }

    private void warn(String warning) {
        terminal.clear();
        System.err.println("calotype: " + warning);
    }

    /** Saves the picture of a completed image and prints where, or prints why there is none. */
    void print(CloudEvent event) {
        terminal.clear();
        switch (event.getType()) {
            case EventTypes.IMAGE_COMPLETED -> result(event, save(event).toString());
            case EventTypes.IMAGE_FAILED -> trouble(event, failure(event));
            default -> trouble(event, cancellation(event));
        }
    }

    private Path save(CloudEvent event) {
        var data = PromptRun.data(event);
        var key = data.path("key").asText();
        var bytes = store.fetch(key, data.path("sha256").asText());
        var file =
                names.file(data.path("index").asInt(), data.path("seed").asText(), key.substring(key.lastIndexOf('.')));
        return PictureFile.write(file, bytes);
    }

    private void result(CloudEvent event, String path) {
        System.out.println(json ? line(event) : path);
        System.out.flush();
    }

    private void trouble(CloudEvent event, String what) {
        if (json) {
            result(event, "");
        } else {
            System.err.println(
                    "calotype: image " + PromptRun.data(event).path("index").asInt() + ": " + what);
        }
    }

    private static String cancellation(CloudEvent event) {
        var reason = PromptRun.data(event).path("reason").asText();
        return reason.isEmpty() ? "cancelled" : "cancelled: " + reason;
    }

    private static String failure(CloudEvent event) {
        var problem = PromptRun.data(event).path("problem");
        return problem.path("title").asText() + ": " + problem.path("detail").asText();
    }

    private static String line(CloudEvent event) {
        return new String(new JsonFormat().serialize(event), StandardCharsets.UTF_8);
    }
}
