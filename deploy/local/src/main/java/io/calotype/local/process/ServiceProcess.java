package io.calotype.local.process;

import io.calotype.contracts.problem.RefusedAtStart;
import io.calotype.local.failure.LocalFailure;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A service in its own process, restarted whenever it dies. */
public final class ServiceProcess implements AutoCloseable {

    private static final long LOOK_MS = 100;
    /** A service finishes its work in 20 s, withdraws its marks in 5 s and closes its consumers in 30 s. */
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(5);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    private final ServiceSpec spec;
    private final Path leash;
    private final Path folder;
    private final Path temporary;
    private final Path logFile;
    private final ServiceWatcher watcher;
    private final ServiceHealth health = new ServiceHealth();
    private final CompletableFuture<ServiceProcess> firstReady = new CompletableFuture<>();
    private final Thread keeper;
    private volatile boolean stopping;
    private volatile @Nullable Process process;

    private ServiceProcess(ServiceSpec spec, Path leash, Path logFolder, ServiceWatcher watcher) {
        this.spec = spec;
        this.leash = leash;
        this.folder = logFolder.toAbsolutePath();
        this.temporary = folder.resolveSibling("tmp");
        this.logFile = logFolder.resolve(spec.name() + ".log");
        this.watcher = watcher;
        this.keeper = new Thread(this::keep, "keeper-" + spec.name());
    }

    /** Starts a service; it is not ready yet when this returns. */
    public static ServiceProcess start(ServiceSpec spec, Path leash, Path logFolder, ServiceWatcher watcher) {
        var service = new ServiceProcess(spec, leash, logFolder, watcher);
        service.keeper.setDaemon(true);
        service.keeper.start();
        return service;
    }

    /** How the service was started. */
    public ServiceSpec spec() {
        return spec;
    }

    /** Completes when the service is ready for the first time, or with {@link LocalFailure} when it is no longer restarted. */
    public CompletableFuture<ServiceProcess> firstReady() {
        return firstReady;
    }

    /** The id of the running process, or -1 between two. */
    public long pid() {
        var current = process;
        return current != null && current.isAlive() ? current.pid() : -1;
    }

    private void keep() {
        var restarts = new Restarts();
        while (!stopping) {
            var log = ServiceLog.begin(logFile);
            var current = spawn();
            boolean wasReady = watchOver(current);
            if (stopping) {
                return;
            }
            if (current.exitValue() == RefusedAtStart.EXIT_CODE) {
                giveUp(current, log, "refuses to start");
                return;
            }
            restarts.died(wasReady);
            if (restarts.givesUp()) {
                giveUp(current, log, "does not start");
                return;
            }
            watcher.died(spec, current.exitValue(), log);
            pause(restarts.pause());
        }
    }

    private void giveUp(Process ended, ServiceLog log, String why) {
        watcher.givenUp(spec, ended.exitValue(), log);
        var message = spec.name() + " " + why + "; see " + logFile;
        boolean refused = ended.exitValue() == RefusedAtStart.EXIT_CODE;
        firstReady.completeExceptionally(
                refused ? new LocalFailure(message, RefusedAtStart.EXIT_CODE) : new LocalFailure(message));
    }

    private Process spawn() {
        // A folder of its own: Quarkus reads .env and config/ of the working folder.
        var builder = new ProcessBuilder(spec.command(leash, temporary))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(logFile.toFile()));
        InheritedEnvironment.clean(builder.environment());
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        builder.environment().putAll(spec.environment());
        try {
            Files.createDirectories(temporary);
            var started = builder.start();
            process = started;
            if (stopping) {
                started.destroy();
            }
            return started;
        } catch (IOException e) {
            throw new LocalFailure("Cannot start " + spec.name() + ": " + e.getMessage(), e);
        }
    }

    /** Waits for the process's end; returns whether it was ever ready. */
    private boolean watchOver(Process current) {
        boolean ready = false;
        try {
            while (!current.waitFor(ready ? Long.MAX_VALUE : LOOK_MS, TimeUnit.MILLISECONDS)) {
                if (health.isReady(spec.http())) {
                    ready = true;
                    watcher.ready(spec);
                    firstReady.complete(this);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ready;
    }

    private void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the process to stop, so that several can stop at the same time; {@link #close} waits. */
    public void requestStop() {
        stopping = true;
        var current = process;
        if (current != null) {
            current.destroy();
        }
    }

    /** Kills the process, without draining. */
    public void kill() {
        stopping = true;
        var current = process;
        if (current != null) {
            current.destroyForcibly();
        }
    }

    /** Waits a moment for the process's end, so that it writes nothing into its folder any more. */
    public void awaitEnd() {
        try {
            keeper.join(KILL_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops the process: it may drain for a while, then it is killed. */
    @Override
    public void close() {
        requestStop();
        var current = process;
        try {
            if (current != null && !current.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                current.destroyForcibly();
            }
            keeper.join(STOP_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
