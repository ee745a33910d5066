package io.calotype.local.leash;

import java.time.Duration;

/**
 * A Java agent that ends its process when the launcher is gone, however that came about.
 *
 * <p>{@code java -javaagent:calotype-leash.jar=<launcher's process id> -jar quarkus-run.jar}. The process is asked to exit, and halted
 * when it has not within {@link #GRACE}: its embedded broker went away with the launcher, so there is nothing to drain to.
 */
public final class Leash {

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final int ORPHANED = 143;

    private Leash() {}

    /** Called by the JVM before the service's own main; the argument is the launcher's process id. */
    public static void premain(String launcher) {
        long pid = Long.parseLong(launcher);
        daemon("leash", () -> holdOn(pid));
    }

    private static void holdOn(long pid) {
        while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
            sleep(LOOK);
        }
        daemon("leash-halt", () -> {
            sleep(GRACE);
            Runtime.getRuntime().halt(ORPHANED);
        });
        System.exit(ORPHANED);
    }

    private static void daemon(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
