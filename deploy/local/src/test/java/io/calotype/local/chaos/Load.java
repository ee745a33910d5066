package io.calotype.local.chaos;

import io.calotype.contracts.topic.Topics;
import io.calotype.local.chaos.Asked.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A system of somebody else that publishes prompts, cancels some, and makes mistakes. */
final class Load implements AutoCloseable {

    /** A word that no log, header or metric may hold. */
    static final String CANARY = "quetzalcoatlus";

    private static final String SOURCE = "https://chaos.example/orders";
    private static final int MOST_IMAGES = 3;
    private static final int TURNS = 20;
    private static final int WRONG_TURN = 3;
    private static final int UNREADABLE_TURN = 11;
    private static final List<String> WRONG = List.of(
            "{\"prompt\":\"x\",\"width\":-1}",
            "{\"prompt\":\"x\",\"steps\":1000000000}",
            "{\"prompt\":\"x\",\"scheduler\":\"no-such\"}",
            "{\"prompt\":\"x\",\"model\":\"no-such-model\"}");

    private final KafkaProducer<String, byte[]> producer;
    private final Asked asked;
    private int count;
    private int turns;

    Load(String kafka, Asked asked) {
        this.asked = asked;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all", "delivery.timeout.ms", "2147483647"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Publishes one prompt, and now and then cancels an earlier one, sends a wrong one or something unreadable. */
    void publish(Random random) throws ExecutionException, InterruptedException {
        switch (turns++ % TURNS) {
            case WRONG_TURN -> wrong(random);
            case UNREADABLE_TURN -> unreadable();
            default -> prompt(random.nextInt(Recipes.COUNT), 1 + random.nextInt(MOST_IMAGES));
        }
        if (random.nextDouble() < 0.08) {
            cancel(asked.prompts().get(random.nextInt(asked.prompts().size())));
        }
    }

    /** Publishes the prompt of a recipe. */
    Prompt prompt(int recipe, int n) throws ExecutionException, InterruptedException {
        var prompt = new Prompt("chaos-" + count++, n, recipe, false);
        send(event(Topics.PROMPTS, prompt.id(), "io.calotype.prompt.requested.v1", Recipes.json(recipe, n)));
        asked.accepted(prompt);
        return prompt;
    }

    private void wrong(Random random) throws ExecutionException, InterruptedException {
        var prompt = new Prompt("wrong-" + count++, 1, -1, true);
        var json = WRONG.get(random.nextInt(WRONG.size()));
        send(event(Topics.PROMPTS, prompt.id(), "io.calotype.prompt.requested.v1", json));
        asked.accepted(prompt);
    }

    private void unreadable() throws ExecutionException, InterruptedException {
        var value = (CANARY + count++).getBytes(StandardCharsets.UTF_8);
        var place =
                producer.send(new ProducerRecord<>(Topics.PROMPTS, null, value)).get();
        asked.poison("%s-%d-%d".formatted(place.topic(), place.partition(), place.offset()));
    }

    private void cancel(Prompt prompt) throws ExecutionException, InterruptedException {
        asked.cancelled(prompt.id()); // before: a cancellation may take effect although its answer is lost
        var json = "{\"prompt_id\":\"" + prompt.id() + "\"}";
        send(event(Topics.CANCELLATIONS, prompt.id(), "io.calotype.prompt.cancelled.v1", json));
    }

    private void send(ProducerRecord<String, byte[]> record) throws ExecutionException, InterruptedException {
        producer.send(record).get();
    }

    private static ProducerRecord<String, byte[]> event(String topic, String id, String type, String json) {
        var record = new ProducerRecord<>(topic, id, json.getBytes(StandardCharsets.UTF_8));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        id,
                        "ce_source",
                        SOURCE,
                        "ce_type",
                        type,
                        "content-type",
                        "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    @Override
    public void close() {
        producer.close();
    }
}
