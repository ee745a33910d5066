package io.calotype.decoder.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.topic.Topics;
import io.calotype.inference.pack.ModelPack;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.Health;
import io.calotype.messaging.testing.TopicProbe;
import io.calotype.messaging.testing.TopicTestCase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A picture in which the safety checker finds something is never stored; its image fails, without a word of its prompt. */
@QuarkusTest
@TestProfile(CheckedPack.class)
@WithTestResource(EmbeddedParts.class)
class SafetyIT extends TopicTestCase {

    @TestHTTPResource("/q/health/ready")
    URI ready;

    @Inject
    ModelPack pack;

    @Inject
    ObjectStore store;

    @Test
    void whatIsFoundIsRefusedAndTheRestIsStored() throws Exception {
        // Given
        var levels = new float[] {-3, -1, 0, 1, 3};
        for (float level : levels) {
            var latents = Latents.of(id + "-" + level, pack.digest());
            // When
            probe.send(latents.denoised(OutputFormat.PNG, flat(level)));
        }
        probe.send(Latents.of(id + "-drawn", pack.digest()).denoised(OutputFormat.PNG, Latents.tensor()));
        // Then
        var ends = mine(Topics.IMAGES, levels.length + 1);
        for (var end : ends) {
            var data = new ObjectMapper().readTree(end.value());
            var stored = store.stat("images/" + end.key() + ".png");
            if (TopicProbe.header(end, "ce_type").equals(EventTypes.IMAGE_FAILED)) {
                assertThat(data.at("/problem/type").asText()).isEqualTo("urn:calotype:problem:denied");
                assertThat(data.at("/problem/stage").asText()).isEqualTo("decode");
                assertThat(data.toString()).doesNotContain(Latents.PROMPT);
                assertThat(stored).isEmpty();
            } else {
                assertThat(data.path("safety").asText()).isEqualTo("passed");
                assertThat(stored.orElseThrow().userMetadata()).containsEntry("safety", "passed");
            }
        }
        assertThat(Stream.of(EventTypes.IMAGE_FAILED, EventTypes.IMAGE_COMPLETED))
                .allMatch(type -> ends.stream()
                        .anyMatch(end -> TopicProbe.header(end, "ce_type").equals(type)));
    }

    @Test
    void theDryRunDoesNotFailForItsPicture() {
        Health.assertReady(ready, "\"failed\": 0");
    }

    private static Tensor flat(float level) {
        float[] values = new float[16 * 4 * 8];
        Arrays.fill(values, level);
        return Tensor.ofFloats(Shape.of(16, 4, 8), values);
    }
}
