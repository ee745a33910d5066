package io.calotype.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    @Test
    void areThoseOfTheDesign() {
        assertThat(Topics.all(List.of("pictograms")))
                .extracting(TopicSpec::name)
                .containsExactlyInAnyOrder(
                        "calotype.prompts",
                        "calotype.prompts.dlq",
                        "calotype.prompts.pictograms",
                        "calotype.prompts.pictograms.dlq",
                        "calotype.embeddings.pictograms",
                        "calotype.embeddings.pictograms.dlq",
                        "calotype.latents.pictograms",
                        "calotype.latents.pictograms.dlq",
                        "calotype.cancellations",
                        "calotype.cancellations.dlq",
                        "calotype.upscales",
                        "calotype.upscales.dlq",
                        "calotype.erasures",
                        "calotype.erasures.dlq",
                        "calotype.images",
                        "calotype.texts",
                        "calotype.texts.dlq",
                        "calotype.texts.embedded",
                        "calotype.progress");
    }

    @Test
    void growWithThePacks() {
        assertThat(Topics.all(List.of("a", "b")))
                .hasSize(Topics.all(List.of("a")).size() + 6);
    }

    @Test
    void takeNoLargerRecordsThanTheirEventsOrTensorsAndDeadLettersWithTheirHeaders() {
        assertThat(Topics.all(List.of("a"))).allSatisfy(topic -> {
            int most = Integer.parseInt(topic.config().get("max.message.bytes"));
            if (topic.name().endsWith(".dlq")) {
                assertThat(most).isEqualTo(9_437_184);
            } else if (topic.name().contains("embeddings")
                    || topic.name().contains("latents")
                    || topic.name().equals(Topics.UPSCALES)) {
                assertThat(most).isEqualTo(8_388_608);
            } else {
                assertThat(most).isEqualTo(1_638_400);
            }
        });
    }

    @Test
    void letNoProducerCompressOrDateARecord() {
        assertThat(Topics.all(List.of("a"))).allSatisfy(topic -> assertThat(topic.config())
                .containsEntry("compression.type", "uncompressed")
                .containsEntry("message.timestamp.type", "LogAppendTime"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 2", "5, 2"})
    void spareABrokerWhereThereAreEnough(int brokers, String inSync) {
        assertThat(Topics.all(List.of("a")))
                .map(topic -> topic.replicated(brokers))
                .allSatisfy(topic -> {
                    assertThat(topic.replicas()).isEqualTo(brokers);
                    assertThat(topic.config()).containsEntry("min.insync.replicas", inSync);
                });
    }

    @Test
    void lieOnABroker() {
        var topic = Topics.all(List.of("a")).get(0);
        assertThatThrownBy(() -> topic.replicated(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "../a", "{pack}", ".a"})
    void refuseWhatNoPackIsCalled(String pack) {
        assertThatThrownBy(() -> Topics.latents(pack)).isInstanceOf(Refusal.class);
    }
}
