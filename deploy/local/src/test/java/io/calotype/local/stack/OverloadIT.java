package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Topics;
import io.calotype.local.stack.HttpLoad.Exchange;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A gateway that is handed many times more prompts than the stack draws, and can remember a few. */
@Tag("long")
class OverloadIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration AT_ONCE = Duration.ofMillis(100);
    private static final Map<String, String> SMALL = Map.of("CALOTYPE_GATEWAY_REMEMBERED_BYTES", "100000");
    private static final int CLIENTS = 8;
    private static final int PROMPTS = 6_000;
    private static final int TIMES = 20;

    private final WholeStack stack = WholeStack.running();

    @Test
    void itRefusesAtOnceAndWhatItAcceptsIsDrawn() {
        try (var gateway = stack.another(ServicePlan.GATEWAY, SMALL);
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            // When
            var load = new HttpLoad(gateway.spec().http(), "overload");
            load.start(CLIENTS, PROMPTS);
            load.join();
            // Then
            var refused = load.exchanges().stream()
                    .filter(exchange -> exchange.status() != 202)
                    .toList();
            assertThat(load.exchanges())
                    .hasSizeGreaterThan(TIMES * load.accepted().size());
            assertThat(refused).allMatch(exchange -> exchange.status() == 503 && exchange.saysWhenToComeBack());
            assertThat(refused.stream()
                            .map(Exchange::took)
                            .sorted()
                            .skip(refused.size() / 2)
                            .findFirst())
                    .hasValueSatisfying(median -> assertThat(median).isLessThan(AT_ONCE));
            reader.await(
                    load.accepted().size(), LIMIT, record -> load.accepted().contains(promptId(record.key())));
        }
    }

    private static String promptId(String key) {
        return key.substring(0, key.indexOf('/'));
    }
}
