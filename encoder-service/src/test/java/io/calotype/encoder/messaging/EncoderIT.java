package io.calotype.encoder.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageCancelled;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.KeptStep;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.RequestDigest;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.event.StepObject;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Sampling;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.topic.Topics;
import io.calotype.encoder.TwoPacks;
import io.calotype.inference.pack.ModelPack;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.Health;
import io.calotype.messaging.testing.TopicProbe;
import io.calotype.messaging.testing.TopicTestCase;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The encoder with the real pack, broker and store, seen from its topics. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
@TestProfile(TwoPacks.class)
class EncoderIT extends TopicTestCase {

    private static final String EMBEDDINGS = Topics.embeddings("pictograms");

    @TestHTTPResource("/q/health/ready")
    URI ready;

    @Inject
    ModelPack pack;

    @Inject
    ObjectStore store;

    @Test
    void aBarePromptBecomesOneEmbedding() {
        // When
        probe.send(Topics.PROMPTS, id, json("{\"prompt\":\"a red apple\",\"seed\":7,\"metadata\":{\"order\":9}}"));

        // Then
        var image = embeddings(1).get(0);
        assertThat(image.require("prompt_embeds").shape().toArray()).containsExactly(48, 384);
        assertThat(image.require("prompt_attention_mask").longs().get(4)).isEqualTo(1);
        assertThat(image.require("prompt_attention_mask").longs().get(5)).isZero();
        assertThat(image.require("negative_prompt_embeds").shape().toArray()).containsExactly(48, 384);
        assertThat(image.require("pooled_prompt_embeds").shape().toArray()).containsExactly(384);
        assertThat(image.task().packDigest()).isEqualTo(pack.digest());
        assertThat(image.task().spec().sampling().seed()).isEqualTo(new Seed(7));
        assertThat(image.task().spec().size()).isEqualTo(pack.defaults().size());
        assertThat(image.task().origin().metadata().get("order").asInt()).isEqualTo(9);
        assertThat(image.task().timings().stages()).containsKey(Stage.ENCODE);
    }

    @Test
    void binaryAndStructuredEventsKeepTheirIdSourceAndSubject() {
        // Given
        var structured = """
                {"specversion":"1.0","id":"%s-s","source":"/shop","subject":"basket","data":{"prompt":"a cat"},\
                "type":"io.calotype.prompt.requested.v1"}""".formatted(id);

        // When
        probe.send(binary(id, "{\"prompt\":\"a cat\"}"));
        probe.send(Topics.PROMPTS, null, json(structured));

        // Then
        assertThat(embeddings(2)).allSatisfy(image -> {
            assertThat(image.task().origin().source()).isEqualTo("/shop");
            assertThat(image.task().origin().subject()).isEqualTo("basket");
        });
    }

    @Test
    void nImagesHaveNSeedsAndOneEmbedding() {
        // When
        probe.send(Topics.PROMPTS, id, json("{\"prompt\":\"a cat\",\"n\":3,\"seed\":10,\"guidance_scale\":1}"));

        // Then
        var images = embeddings(3);
        assertThat(images)
                .extracting(image -> image.task().spec().sampling().seed().bits())
                .containsExactlyInAnyOrder(10L, 11L, 12L);
        assertThat(images).allSatisfy(image -> {
            assertThat(image.tensors()).doesNotContainKey("negative_prompt_embeds");
            assertThat(image.require("prompt_embeds").data())
                    .isEqualTo(images.get(0).require("prompt_embeds").data());
        });
    }

    @Test
    void progressShowsTheTokensAndWhereTheyWereCut() throws Exception {
        // When
        probe.send(Topics.PROMPTS, id, json("{\"prompt\":\"" + "apple ".repeat(60) + "\"}"));

        // Then
        var progress = data(mine(Topics.PROGRESS, 1).get(0));
        var tokens = progress.get("tokens");
        assertThat(tokens.get(0).asText()).isEqualTo("[CLS]");
        assertThat(tokens).hasSize(49);
        assertThat(tokens.get(47).asText()).isEqualTo("[SEP]");
        assertThat(tokens.get(48).asText()).isEqualTo("…");
        assertThat(progress.get("warning").asText())
                .isEqualTo("the prompt is longer than the model reads: what follows its first 48 tokens is cut");
    }

    @Test
    void progressWarnsOfWordsThatThePackWasNotTaught() throws Exception {
        // When
        probe.send(
                Topics.PROMPTS, id, json("{\"prompt\":\"a picture of two kittens and a cathedral at sunset, flat\"}"));

        // Then
        var progress = data(mine(Topics.PROGRESS, 1).get(0));
        assertThat(progress.get("warnings")).hasSize(1);
        assertThat(progress.at("/warnings/0").asText())
                .matches("the model does not know 'cathedral'; the nearest is 'church' \\(similarity 0\\.6\\d\\)");
        assertThat(progress.get("warning")).isEqualTo(progress.at("/warnings/0"));
    }

    @Test
    void progressWarnsOfTheFirstUnknownWordsAndCountsTheRest() throws Exception {
        // When
        probe.send(
                Topics.PROMPTS,
                id,
                json("{\"prompt\":\"seven sopranos swam southwards singing softly %s\"}".formatted("x".repeat(500))));

        // Then
        var warnings = data(mine(Topics.PROGRESS, 1).get(0)).get("warnings");
        assertThat(warnings).hasSize(6);
        assertThat(warnings.get(0).asText()).isEqualTo("the model does not know 'seven'; nothing it knows is near");
        assertThat(warnings.get(5).asText()).isEqualTo("the model does not know 2 more words of the prompt");
    }

    @Test
    void progressWarnsOfANegativePromptThatIsCut() throws Exception {
        // When
        probe.send(
                Topics.PROMPTS,
                id,
                json("{\"prompt\":\"a red apple\",\"negative_prompt\":\"" + "castle ".repeat(60) + "\"}"));

        // Then
        var warnings = data(mine(Topics.PROGRESS, 1).get(0)).get("warnings");
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0).asText()).startsWith("the negative prompt is longer than the model reads");
    }

    @Test
    void aPromptForAnotherPackIsHandedOnUnchanged() throws Exception {
        // When
        probe.send(binary(id, "{\"prompt\":\"a cat\",\"model\":\"other\"}"));

        // Then
        var forwarded = mine(Topics.prompts("other"), 1).get(0);
        assertThat(TopicProbe.header(forwarded, "ce_id")).isEqualTo(id);
        assertThat(TopicProbe.header(forwarded, "ce_source")).isEqualTo("/shop");
        assertThat(TopicProbe.header(forwarded, "ce_subject")).isEqualTo("basket");
        assertThat(data(forwarded))
                .isEqualTo(new ObjectMapper().readTree("{\"prompt\":\"a cat\",\"model\":\"other\"}"));
    }

    @Test
    void aPromptThatWasHandedOnIsEncoded() {
        // When
        probe.send(Topics.prompts("pictograms"), id, json("{\"prompt\":\"a cat\",\"model\":\"pictograms\"}"));

        // Then
        assertThat(embeddings(1)).hasSize(1);
    }

    @Test
    void anUnknownModelFailsWithTheKnownOnes() throws Exception {
        // When
        probe.send(Topics.PROMPTS, id, json("{\"prompt\":\"a cat\",\"model\":\"sdxl\"}"));

        // Then
        var failed = mine(Topics.IMAGES, 1).get(0);
        assertThat(TopicProbe.header(failed, "ce_type")).isEqualTo("io.calotype.image.failed.v1");
        assertThat(TopicProbe.header(failed, "ce_id")).isEqualTo(id + "/0");
        assertThat(data(failed).at("/problem/type").asText()).isEqualTo("urn:calotype:problem:unknown-model");
        assertThat(data(failed).at("/problem/detail").asText()).contains("other, pictograms");
    }

    @Test
    void aParameterOutsideItsLimitsFailsAndNamesThem() throws Exception {
        // When
        probe.send(Topics.PROMPTS, id, json("{\"prompt\":\"a cat\",\"width\":100}"));

        // Then
        var problem = data(mine(Topics.IMAGES, 1).get(0)).get("problem");
        assertThat(problem.get("stage").asText()).isEqualTo("encode");
        assertThat(problem.get("field").asText()).isEqualTo("width");
        assertThat(problem.get("detail").asText()).contains("100").contains("32");
    }

    @Test
    void aPictureToEnlargeFailsWhereThereIsNoUpscaler() throws Exception {
        // When
        probe.send(Topics.PROMPTS, id, json("{\"prompt\":\"a cat\",\"upscale\":2,\"n\":2}"));

        // Then
        var failed = mine(Topics.IMAGES, 2);
        for (var record : failed) {
            var problem = data(record).get("problem");
            assertThat(problem.get("type").asText()).isEqualTo("urn:calotype:problem:unsupported");
            assertThat(problem.get("field").asText()).isEqualTo("upscale");
            assertThat(problem.get("stage").asText()).isEqualTo("encode");
            assertThat(problem.get("detail").asText()).isEqualTo("upscale is 2, but there is no upscaler");
        }
        assertThat(store.list("claims/" + id)).isEmpty();
    }

    @Test
    void weightsAreReadOnlyOnRequestAndWarnedOfElse() throws Exception {
        // When
        var prompt = "\"prompt\":\"a (red:1.4) cat\"";
        probe.send(Topics.PROMPTS, id, json("{" + prompt + "}"));
        var asWritten = data(mine(Topics.PROGRESS, 1).get(0));
        probe.send(Topics.PROMPTS, id + "-w", json("{" + prompt + ",\"prompt_weights\":\"a1111\"}"));
        var second = mine(Topics.PROGRESS, 2).stream()
                .filter(record -> record.key().equals(id + "-w/0"))
                .findFirst();
        var weighted = data(second.orElseThrow());

        // Then
        assertThat(asWritten.at("/warnings/0").asText())
                .isEqualTo("the prompt's weights are read as text: prompt_weights is off");
        assertThat(weighted.get("tokens").toString()).isEqualTo("[\"[CLS]\",\"a\",\"red\",\"cat\",\"[SEP]\"]");
        assertThat(weighted.has("warnings")).isFalse();
    }

    @Test
    void aPromptWithADeniedWordFailsWithoutItAndOthersGoOn() throws Exception {
        // When
        probe.send(Topics.PROMPTS, id, json("{\"prompt\":\"a Forbidden-Fruit\"}"));
        probe.send(
                Topics.PROMPTS, id + "-n", json("{\"prompt\":\"an apple\",\"negative_prompt\":\"forbidden fruit\"}"));

        // Then
        var failed = data(mine(Topics.IMAGES, 1).get(0));
        assertThat(failed.at("/problem/type").asText()).isEqualTo("urn:calotype:problem:denied");
        assertThat(failed.at("/problem/stage").asText()).isEqualTo("encode");
        assertThat(failed.at("/problem/field").asText()).isEqualTo("prompt");
        assertThat(failed.toString()).doesNotContainIgnoringCase("fruit");
        assertThat(mine(EMBEDDINGS, 1).get(0).key()).isEqualTo(id + "-n/0");
    }

    @Test
    void aWeightOutsideItsLimitsFailsAndNamesItsPlace() throws Exception {
        // When
        probe.send(
                Topics.PROMPTS,
                id,
                json("{\"prompt\":\"a cat\",\"negative_prompt\":\"(dog:12)\",\"prompt_weights\":\"a1111\"}"));

        // Then
        var problem = data(mine(Topics.IMAGES, 1).get(0)).get("problem");
        assertThat(problem.get("type").asText()).isEqualTo("urn:calotype:problem:limit-exceeded");
        assertThat(problem.get("detail").asText())
                .isEqualTo("the weight at character 6 of negative_prompt is 12.0; it must be from 0 to 10");
    }

    @Test
    void whatCannotBeParsedIsADeadLetterAndTheNextPromptGoesOn() {
        // When
        var sent = probe.send(Topics.PROMPTS, id + "-bad", json("{\"prompt\": \"a secret\" oops"));
        probe.send(Topics.PROMPTS, id + "-good", json("{\"prompt\":\"a cat\"}"));

        // Then
        var letter = mine(Topics.deadLetters(Topics.PROMPTS), 1).get(0);
        assertThat(TopicProbe.header(letter, "dead-letter-topic")).isEqualTo(Topics.PROMPTS);
        assertThat(TopicProbe.header(letter, "dead-letter-partition")).isEqualTo(Integer.toString(sent.partition()));
        assertThat(TopicProbe.header(letter, "dead-letter-offset")).isEqualTo(Long.toString(sent.offset()));
        assertThat(TopicProbe.header(letter, "dead-letter-reason"))
                .contains("not JSON")
                .doesNotContain("secret");
        assertThat(letter.value()).isEqualTo(json("{\"prompt\": \"a secret\" oops"));
        assertThat(mine(Topics.IMAGES, 1).get(0).key()).isEqualTo(id + "-bad/0");
        assertThat(embeddings(1).get(0).task().id()).hasToString(id + "-good/0");
    }

    @Test
    void imagesThatEndedAreToldAgainAndOnlyTheOthersAreEncoded() {
        // Given
        var cancelled = image(1, "{\"prompt\":\"a cat\"}").cancelled();
        store.putIfAbsent("ends/" + id + "/1", cancelled.toJson(), "application/json", Map.of());

        // When
        probe.send(Topics.PROMPTS, id, json("{\"prompt\":\"a cat\",\"n\":2}"));

        // Then
        assertThat(embeddings(1).get(0).task().id()).hasToString(id + "/0");
        var told = mine(Topics.IMAGES, 1).get(0);
        assertThat(TopicProbe.header(told, "ce_type")).isEqualTo("io.calotype.image.cancelled.v1");
        assertThat(TopicProbe.header(told, "ce_id")).isEqualTo(id + "/1");
        assertThat(told.value()).isEqualTo(cancelled.event().getData().toBytes());
    }

    @Test
    void whatAnEarlierTryStoredForAnImageThatHasEndedIsRemoved() {
        // Given
        var image = image(0, "{\"prompt\":\"a cat\"}");
        var work = String.join("/", "encode", pack.digest(), image.digest());
        var left = "claims/" + image.id() + "/" + Sha256.hex(work.getBytes(UTF_8)) + ".safetensors";
        store.putIfAbsent(left, new byte[1], "application/octet-stream", Map.of());
        store.putIfAbsent("ends/" + image.id(), image.cancelled().toJson(), "application/json", Map.of());

        // When
        probe.send(Topics.PROMPTS, id, json("{\"prompt\":\"a cat\"}"));

        // Then
        await().atMost(LIMIT).until(() -> store.stat(left).isEmpty());
    }

    @Test
    void aRepeatedPromptIsToldItsEndWithinFiveSeconds() {
        // Given
        probe.send(Topics.PROMPTS, id, json("{\"prompt\":\"a cat\",\"width\":100,\"n\":2}"));
        mine(Topics.IMAGES, 2);

        // When
        probe.send(Topics.PROMPTS, id, json("{\"n\":2,\"width\":100,\"prompt\":\"a cat\"}"));

        // Then
        var told = mine(Topics.IMAGES, 4, Duration.ofSeconds(5));
        assertThat(told).extracting(event -> TopicProbe.header(event, "ce_id")).containsOnly(id + "/0", id + "/1");
        assertThat(told.stream().map(event -> new String(event.value(), UTF_8)).distinct())
                .hasSize(2);
    }

    @Test
    void anotherRequestUnderTheSameIdIsAConflictAndChangesNoEnd() throws Exception {
        // Given
        probe.send(Topics.PROMPTS, id, json("{\"prompt\":\"a cat\",\"width\":100}"));
        var first = mine(Topics.IMAGES, 1).get(0);

        // When
        probe.send(binary(id, "{\"prompt\":\"a cat\",\"width\":100}"));
        probe.send(Topics.PROMPTS, id, json("{\"prompt\":\"a dog\",\"output_format\":\"webp\"}"));
        probe.send(Topics.PROMPTS, id, json("{\"prompt\":\"a dog\",\"stepz\":1}"));
        probe.send(Topics.PROMPTS, id, json("{\"prompt\": oops"));

        // Then
        var told = mine(Topics.IMAGES, 5);
        assertThat(told).extracting(event -> TopicProbe.header(event, "ce_id")).doesNotHaveDuplicates();
        var others = told.stream()
                .filter(event -> event.offset() != first.offset() || event.partition() != first.partition())
                .toList();
        for (var other : others) {
            assertThat(TopicProbe.header(other, "ce_type")).isEqualTo("io.calotype.image.failed.v1");
            assertThat(TopicProbe.header(other, "ce_id")).startsWith(id + "/0/conflict/");
            assertThat(data(other).at("/problem/type").asText()).isEqualTo("urn:calotype:problem:conflict");
        }
        assertThat(others)
                .extracting(event -> data(event).get("source").asText())
                .contains("/shop");
        var stored = store.get("ends/" + id + "/0", 1 << 20).orElseThrow();
        assertThat(ImageEnd.parse(new ImageId(id, 0), stored).event().getData().toBytes())
                .isEqualTo(first.value());
    }

    @Test
    void eachImageOfARefusedPromptFails() {
        // When
        probe.send(Topics.PROMPTS, id, json("{\"prompt\":\"a cat\",\"n\":3,\"model\":\"sdxl\"}"));

        // Then
        assertThat(mine(Topics.IMAGES, 3))
                .extracting(event -> TopicProbe.header(event, "ce_id"))
                .containsExactlyInAnyOrder(id + "/0", id + "/1", id + "/2");
    }

    @Test
    void whatIsTooMuchForItsTenantEndsAndMakesRoomWhenItDoes() throws Exception {
        // When
        for (var prompt : List.of("-first", "-second")) {
            probe.send(ofTenant(id + prompt));
        }
        // Then
        var end = mine(Topics.IMAGES, 1).get(0);
        assertThat(data(end).at("/problem/type").asText()).isEqualTo("urn:calotype:problem:backlog-full");
        assertThat(data(end).at("/problem/detail").asText()).isEqualTo("waiting prompts: 1; at most 1");
        // When
        var waiting = embeddings(1).get(0).task();
        var cancelled = Events.of(new ImageCancelled(waiting.id(), waiting.origin()));
        probe.send(KafkaMessageFactory.<String>createWriter(
                        Topics.IMAGES, waiting.id().toString())
                .writeBinary(cancelled));
        // Then
        await().atMost(limit()).pollInterval(Duration.ofMillis(500)).until(() -> {
            probe.send(ofTenant(id + "-later-" + UUID.randomUUID()));
            return probe.all(
                                    EMBEDDINGS,
                                    record ->
                                            record.key() != null && record.key().startsWith(id + "-later-"))
                            .size()
                    == 1;
        });
    }

    /** One of a tenant of which one prompt may wait. */
    private static ProducerRecord<String, byte[]> ofTenant(String promptId) {
        var event = Events.of(new PromptRequested(Origin.of(promptId, "/small"), PromptParameters.of("a cat")));
        return KafkaMessageFactory.<String>createWriter(Topics.PROMPTS, promptId)
                .writeBinary(event);
    }

    @Test
    void onlyTheOwnerOfAPictureBranchesFromIt() throws Exception {
        // Given
        var parent = keptStep("/shop");
        var branch = "{\"prompt\":\"a fox\",\"parent\":\"%s\",\"parent_step\":9}".formatted(parent.image());

        // When
        probe.send(binary(id + "-own", branch));
        probe.send(Topics.PROMPTS, id + "-other", json(branch));

        // Then
        var spec = embeddings(1).get(0).task().spec();
        assertThat(spec.prompt()).isEqualTo("a fox");
        assertThat(spec.sampling().steps()).isEqualTo(17);
        assertThat(spec.sampling().seed()).isEqualTo(new Seed(7));
        var end = mine(Topics.IMAGES, 1).get(0);
        assertThat(end.key()).isEqualTo(id + "-other/0");
        assertThat(data(end).at("/problem/type").asText()).isEqualTo("urn:calotype:problem:not-owner");
        assertThat(data(end).at("/problem/field").asText()).isEqualTo("parent");
    }

    @Test
    void aBranchFromAStepThatIsNotKeptFailsWithThoseThatAre() throws Exception {
        // Given
        var parent = keptStep("/shop");

        // When
        probe.send(binary(id, "{\"prompt\":\"a fox\",\"parent\":\"%s\",\"parent_step\":8}".formatted(parent.image())));

        // Then
        var problem = data(mine(Topics.IMAGES, 1).get(0)).get("problem");
        assertThat(problem.get("type").asText()).isEqualTo("urn:calotype:problem:not-kept");
        assertThat(problem.get("detail").asText()).endsWith("is not kept; kept are 9");
    }

    @Test
    void isReadyWithModelBrokerAndStore() throws Exception {
        Health.assertReady(ready, "\"model\"", "object store", "\"failed\": 0", pack.digest());
    }

    private List<ImageTensors> embeddings(int count) {
        return mine(EMBEDDINGS, count).stream()
                .map(record -> ImageTensors.parse(ByteBuffer.wrap(record.value())))
                .toList();
    }

    private ParentStep keptStep(String source) {
        var spec = new GenerationSpec(
                "a cat",
                "",
                PromptWeights.OFF,
                pack.defaults().size(),
                new Sampling(17, 3.0, 0, 1, "euler", new Seed(7), null),
                OutputFormat.PNG,
                "pictograms",
                5);
        var image = new RequestedImage(new ImageId(id + "-parent", 0), Origin.of(id, source), "a".repeat(64));
        var task = new ImageTask(image, spec, pack.digest(), Instant.EPOCH, StageTimings.none());
        var step = new KeptStep(task, 9, false, new Safetensors(Map.of(), Map.of()));
        store.putIfAbsent(StepObject.key(step.place()), step.toSafetensors(), Events.SAFETENSORS, Map.of());
        return step.place();
    }

    private RequestedImage image(int index, String json) {
        var request = Events.promptRequested(json(json), id, "/" + Topics.PROMPTS);
        return new RequestedImage(new ImageId(id, index), request.origin(), RequestDigest.of(request));
    }

    private ProducerRecord<String, byte[]> binary(String eventId, String data) {
        var record = new ProducerRecord<String, byte[]>(Topics.PROMPTS, json(data));
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", eventId,
                        "ce_source", "/shop",
                        "ce_subject", "basket",
                        "ce_type", "io.calotype.prompt.requested.v1",
                        "content-type", "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        return record;
    }

    private static byte[] json(String text) {
        return text.getBytes(UTF_8);
    }

    private static JsonNode data(ConsumerRecord<String, byte[]> record) throws Exception {
        return new ObjectMapper().readTree(record.value());
    }
}
