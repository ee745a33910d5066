package io.calotype.examples.shop;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptRequested;
import io.cloudevents.CloudEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * Publishes the prompts of new products.
 *
 * <p>A row goes only after the broker has its event. A crash in between publishes it again, under the same id: for Calotype the same
 * id from the same source is the same prompt, so there is one picture.
 */
@ApplicationScoped
class Outbox {

    private static final int AT_A_TIME = 100;

    private final DataSource database;
    private final MutinyEmitter<CloudEvent> prompts;

    Outbox(DataSource database, @Channel("prompts") MutinyEmitter<CloudEvent> prompts) {
        this.database = database;
        this.prompts = prompts;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void publish() throws SQLException {
        for (var row : oldest().entrySet()) {
            var id = PromptIds.of(row.getKey());
            var event = Events.of(
                    new PromptRequested(Origin.of(id, PromptIds.SOURCE), PromptParameters.of(row.getValue())));
            var key = OutgoingKafkaRecordMetadata.<String>builder().withKey(id).build();
            prompts.sendMessageAndAwait(Message.of(event, Metadata.of(key)));
            remove(row.getKey());
        }
    }

    private Map<Long, String> oldest() throws SQLException {
        var rows = new LinkedHashMap<Long, String>();
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "select product_id, prompt from outbox order by product_id limit ?")) {
            query.setInt(1, AT_A_TIME);
            try (var found = query.executeQuery()) {
                while (found.next()) {
                    rows.put(found.getLong(1), found.getString(2));
                }
            }
        }
        return rows;
    }

    private void remove(long product) throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("delete from outbox where product_id = ?")) {
            delete.setLong(1, product);
            delete.executeUpdate();
        }
    }
}
