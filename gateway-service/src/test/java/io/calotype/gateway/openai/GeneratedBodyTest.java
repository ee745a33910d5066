package io.calotype.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.event.Samples;
import io.calotype.contracts.event.StoredImage;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GeneratedBodyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final StoredImage PICTURE = Samples.storedImage(null, null);

    private final AtomicInteger read = new AtomicInteger();

    @Test
    void thePiecesAreTheWholeAnswer() throws Exception {
        // When
        var pieces = body(3).written(GeneratedBodyTest::json)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE))
                .awaitCompletion()
                .getItems();
        // Then
        var json = new ByteArrayOutputStream();
        pieces.forEach(json::writeBytes);
        assertThat(JSON.readTree(json.toByteArray())).isEqualTo(JSON.readTree("""
                {"created": 7, "data": [{"b64_json": "1"}, {"b64_json": "2"}, {"b64_json": "3"}],
                 "outputFormat": "png", "size": "64x64", "usage": null}"""));
    }

    @Test
    void aPictureIsReadWhenTheOneBeforeItWasTaken() {
        // Given
        var client = body(16).written(GeneratedBodyTest::json).subscribe().withSubscriber(AssertSubscriber.create(0));
        // When
        client.awaitNextItems(3, Duration.ofSeconds(10));
        // Then
        assertThat(new String(client.getLastItem(), StandardCharsets.UTF_8)).isEqualTo(",{\"b64_json\":\"2\"}");
        assertThat(read).hasValueLessThanOrEqualTo(3);
    }

    private GeneratedBody body(int pictures) {
        var around = new Generated(7, List.of(), "png", "64x64", null);
        return new GeneratedBody(around, Collections.nCopies(pictures, PICTURE), image -> {
            return new Generated.Image(Integer.toString(read.incrementAndGet()), null);
        });
    }

    private static String json(Object value) {
        return JSON.valueToTree(value).toString();
    }
}
