package io.calotype.embedded.broker;

import io.calotype.embedded.port.Ports;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * A broker's place in a cluster.
 *
 * @param id from 1 to the number of brokers
 * @param controllerPorts those of all members, in the order of their ids
 */
public record ClusterMember(int id, String clusterId, List<Integer> controllerPorts) {

    public ClusterMember {
        controllerPorts = List.copyOf(controllerPorts);
    }

    /** The members of a new cluster; none is ready before more than half of them are started. */
    public static List<ClusterMember> of(int brokers) {
        var clusterId = Uuid.randomUuid().toString();
        var ports =
                IntStream.range(0, brokers).mapToObj(broker -> Ports.claim(0)).toList();
        return IntStream.rangeClosed(1, brokers)
                .mapToObj(id -> new ClusterMember(id, clusterId, ports))
                .toList();
    }

    int brokers() {
        return controllerPorts.size();
    }

    /** The port of its own controller. */
    public int controllerPort() {
        return controllerPorts.get(id - 1);
    }

    String voters(String host) {
        return IntStream.rangeClosed(1, brokers())
                .mapToObj(voter -> voter + "@" + host + ":" + controllerPorts.get(voter - 1))
                .collect(Collectors.joining(","));
    }
}
