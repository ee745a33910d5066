package io.calotype.messaging.lifecycle;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * Stops the service in order when the process is told to end, before the JVM runs its shutdown hooks.
 *
 * <p>Hooks run all at once. That of ONNX Runtime frees what its sessions use, while the service still finishes its records: their
 * runs then fail, or crash the process.
 */
public final class StartedService implements QuarkusApplication {

    private static final Map<String, Integer> EXIT_CODES = Map.of("TERM", 143, "INT", 130);

    /** Waits until the service is told to end. */
    @Override
    public int run(String... args) throws ReflectiveOperationException {
        for (var signal : EXIT_CODES.entrySet()) {
            handle(signal.getKey(), () -> Quarkus.asyncExit(signal.getValue()));
        }
        Quarkus.waitForExit();
        return 0;
    }

    /** By reflection, because javac warns of every use of this class, and nothing suppresses that. */
    private static void handle(String name, Runnable task) throws ReflectiveOperationException {
        var type = Class.forName("sun.misc.Signal");
        var handlerType = Class.forName("sun.misc.SignalHandler");
        var handler = Proxy.newProxyInstance(
                StartedService.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, received) -> {
                    task.run();
                    return null;
                });
        type.getMethod("handle", type, handlerType)
                .invoke(null, type.getConstructor(String.class).newInstance(name), handler);
    }
}
