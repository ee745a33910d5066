package io.calotype.stage.messaging;

import io.calotype.contracts.topic.Topics;
import io.calotype.stage.ends.EndArbiter;
import io.calotype.stage.lifecycle.DryRun;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks the object store for an end, and has each producer learn of its topic. */
@ApplicationScoped
class ConnectionsDryRun implements DryRun {

    private final EndArbiter arbiter;
    private final KafkaClientService clients;

    ConnectionsDryRun(EndArbiter arbiter, KafkaClientService clients) {
        this.arbiter = arbiter;
        this.clients = clients;
    }

    @Override
    public void run() {
        arbiter.hasEnded(IMAGE);
        connect(Outbox.EVENTS, Topics.IMAGES);
        connect(Outbox.PROGRESS, Topics.PROGRESS);
    }

    /** Not on the sending thread, which would wait with it for a broker that is away. */
    private void connect(String channel, String topic) {
        clients.getProducer(channel).unwrap().partitionsFor(topic);
    }
}
