package io.calotype.local.chaos;

import io.calotype.local.network.Network;
import io.calotype.local.stack.ChaosStack;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What stands between the services and their broker and store. */
final class Surroundings implements ChaosStack.Fronts, AutoCloseable {

    private CuttingProxy proxy;
    private Network store;
    private Network broker;

    @Override
    public URI ofStore(URI endpoint) {
        proxy = CuttingProxy.before(endpoint);
        store = Network.before(proxy.endpoint().getPort(), 0);
        return URI.create("http://127.0.0.1:" + store.port());
    }

    @Override
    public int ofBroker(int port) {
        broker = Network.before(port, 0);
        return broker.port();
    }

    /** Loses the answers of the next PUTs. */
    void cutNextPuts(int count) {
        proxy.cutNextPuts(count);
    }

    void slowFor(Duration time) {
        networks().forEach(network -> network.slowFor(time));
    }

    /** Lets the broker or the store be silent. */
    void silentFor(Duration time, Random random) {
        networks().get(random.nextInt(2)).silentFor(time);
    }

    void heal() {
        slowFor(Duration.ZERO);
        networks().forEach(network -> network.silentFor(Duration.ZERO));
    }

    private List<Network> networks() {
        return List.of(broker, store);
    }

    @Override
    public void close() throws IOException {
        broker.close();
        store.close();
        proxy.close();
    }
}
