package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.store.EmbeddedS3;
import io.calotype.local.stack.SpanReceiver.Collected;
import io.calotype.local.stack.StackState.StoreAddress;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller's trace goes through the gateway, Kafka and the three stages to the object store. */
class TraceIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final String SECRET = "quixotry";
    private static final String PROMPT =
            "{\"prompt\":\"a red apple for quixotry\",\"n\":4,\"steps\":8,\"width\":64,\"height\":64}";
    private static final int IMAGES = 4;

    @TempDir
    Path folder;

    @Test
    void oneTraceLeadsFromTheRequestToTheStoredPictures() throws Exception {
        try (var receiver = new SpanReceiver();
                var store = EmbeddedS3.start(folder.resolve("s3"), 0, "key", "secret");
                var services = OwnServices.on(folder);
                var reader = new TopicReader(services.kafka(), Topics.IMAGES)) {
            // Given
            store.createBucket("calotype");
            var bucket = new StoreAddress(store.endpoint(), "calotype", "key", "secret");
            List.of("encoder", "diffusion", "decoder", "gateway")
                    .forEach(service -> services.start(service, bucket, SpanReceiver.settings(receiver.endpoint())));
            services.awaitReady();

            // When
            services.get("gateway", "/v1/images?prompt=" + SECRET);
            var accepted = services.send(HttpRequest.newBuilder(services.uri("gateway", "/v1/prompts"))
                    .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(PROMPT)));
            assertThat(accepted.statusCode()).isEqualTo(202);
            var id = accepted.body().replaceAll("(?s).*?\"id\" *: *\"([^\"]+)\".*", "$1");
            reader.awaitImages(IMAGES, LIMIT, id);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(named(ofTrace(receiver.spans()), "decode"))
                    .hasSize(IMAGES));

            // Then
            var trace = ofTrace(receiver.spans());
            var request = trace.stream()
                    .filter(span -> span.span().getKind() == SpanKind.SPAN_KIND_SERVER)
                    .toList();
            assertThat(request).extracting(Collected::parent).containsExactly(CALLER);
            assertThat(request).extracting(Collected::service).containsExactly("calotype-gateway");
            var encode = named(trace, "encode");
            assertThat(encode)
                    .extracting(Collected::parent)
                    .containsExactly(request.get(0).id());
            assertThat(encode.get(0).attribute("messaging.kafka.message.key")).isEqualTo(id);
            var denoise = named(trace, "denoise");
            assertThat(denoise).hasSize(IMAGES).allMatch(span -> span.parent()
                    .equals(encode.get(0).id()));
            var decode = named(trace, "decode");
            assertThat(decode).extracting(Collected::parent).containsExactlyInAnyOrderElementsOf(ids(denoise));
            assertThat(decode)
                    .allMatch(span -> span.attribute("calotype.outcome").equals("done"));
            var stored = trace.stream()
                    .filter(span -> span.attribute("aws.s3.key").startsWith("images/" + id + "/"))
                    .filter(span -> span.span().getName().equals("S3.PutObject"))
                    .toList();
            assertThat(stored).extracting(Collected::parent).containsExactlyInAnyOrderElementsOf(ids(decode));
            callsOfTheModelAreLinked(receiver.spans(), denoise);
            assertThat(receiver.spans())
                    .noneMatch(span -> span.span().toString().contains(SECRET));
        }
    }

    private static void callsOfTheModelAreLinked(List<Collected> spans, List<Collected> denoise) {
        var calls = named(spans, "model call");
        assertThat(calls).isNotEmpty().allSatisfy(call -> {
            assertThat(call.trace()).isNotEqualTo(TRACE);
            assertThat(call.parent()).isEmpty();
            assertThat(ids(denoise)).containsAll(call.links());
        });
        assertThat(calls).anyMatch(call -> call.links().size() > 1);
        assertThat(denoise)
                .allSatisfy(image ->
                        assertThat(ids(calls)).containsAll(image.links()).hasSizeGreaterThanOrEqualTo(8));
    }

    private static List<Collected> ofTrace(List<Collected> spans) {
        return spans.stream().filter(span -> span.trace().equals(TRACE)).toList();
    }

    private static List<Collected> named(List<Collected> spans, String name) {
        return spans.stream().filter(span -> span.span().getName().equals(name)).toList();
    }

    private static List<String> ids(List<Collected> spans) {
        return spans.stream().map(Collected::id).toList();
    }
}
