package io.calotype.local.process;

import java.nio.file.Path;
import java.util.Map;

/** A launcher that can be killed: starts one fake service and prints its process id. */
public final class FakeLauncher {

    private FakeLauncher() {}

    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]);
        int port = Integer.parseInt(args[2]);
        var spec = new ServiceSpec(
                "fake", FakeService.jar(folder), port, Map.of("QUARKUS_HTTP_PORT", Integer.toString(port)));
        var service = ServiceProcess.start(spec, Path.of(args[1]), folder, new RecordingWatcher());
        service.firstReady().get();
        System.out.println(service.pid());
        System.out.flush();
        Thread.sleep(Long.MAX_VALUE);
    }
}
