package io.calotype.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.contracts.spec.Seed;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class PromptPropertiesTest {
    private static final Envelope.Bare BARE = new Envelope.Bare(EventTypes.PROMPT_REQUESTED, "id", "/test");

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void everyPromptComesBack(@ForAll("prompts") PromptRequested prompt) {
        assertThat(Events.promptRequested(Events.of(prompt))).isEqualTo(prompt);
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void changedBytesAreReadOrRefused(
            @ForAll("prompts") PromptRequested prompt,
            @ForAll int place,
            @ForAll byte value,
            @ForAll boolean structured) {
        // Given
        var data = Objects.requireNonNull(Events.of(prompt).getData()).toBytes();
        var json = structured ? structured(data) : data;
        json[Math.floorMod(place, json.length)] = value;
        // Then
        assertReadOrRefused(json);
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void anyTextIsReadOrRefused(@ForAll String text) {
        assertReadOrRefused(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void headersAreReadOrRefused(@ForAll("headers") Map<String, String> headers) {
        try {
            Events.originOf(Envelope.read(headers, "{}".getBytes(StandardCharsets.UTF_8), BARE));
        } catch (Refusal e) {
            assertThat(e.problem().detail()).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<PromptRequested> prompts() {
        var texts = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars('\n', '\t', '\u00e9', '\u2603', '\ufb01')
                .ofMaxLength(40);
        var sides =
                Arbitraries.integers().between(Limits.MIN_SIDE, Limits.MAX_SIDE).injectNull(0.3);
        var guidance = Arbitraries.doubles().between(0, 100).ofScale(9).injectNull(0.3);
        var formats = Arbitraries.of(OutputFormat.class).injectNull(0.3);
        var seeds = Arbitraries.longs().map(Seed::new).injectNull(0.3);
        var names = Arbitraries.of("euler", "dpmpp-2m", "A.b_c").injectNull(0.3);
        var n = Arbitraries.integers().between(Limits.MIN_N, Limits.MAX_N);
        return Combinators.combine(texts, texts.injectNull(0.3), sides, guidance, formats, seeds, names, n)
                .as((text, negative, side, scale, format, seed, name, count) -> new PromptRequested(
                        Samples.ORIGIN,
                        new PromptParameters(
                                text + "cat",
                                negative,
                                null,
                                new OutputRequest(side, null, count, format, count < 2 || count > 8 ? null : count),
                                new SamplingRequest(count, scale, null, scale, name, seed),
                                name,
                                5,
                                picture(scale))));
    }

    /** A picture for half of the prompts, a masked one for half of those. */
    private static @Nullable PictureRequest picture(@Nullable Double scale) {
        if (scale == null || scale < 50) {
            return null;
        }
        var mask = scale < 75 ? null : PictureReference.parse("mask_image", "data:image/png;base64,iVBO");
        return new PictureRequest(PictureReference.parse("image", "images/apple-7/0.png"), mask, scale / 100);
    }

    @Provide
    Arbitrary<Map<String, String>> headers() {
        var names = Arbitraries.of(
                "ce_specversion",
                "ce_id",
                "ce_source",
                "ce_type",
                "ce_subject",
                "ce_time",
                "ce_x",
                "ce_",
                "content-type");
        var values = Arbitraries.oneOf(
                Arbitraries.of("1.0", "a", "/a", "application/cloudevents+json"), Arbitraries.strings());
        return Arbitraries.maps(names, values).map(headers -> {
            headers.putIfAbsent("ce_specversion", "1.0");
            return headers;
        });
    }

    private static byte[] structured(byte[] data) {
        var event = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", "a")
                .put("source", "/a")
                .put("type", EventTypes.PROMPT_REQUESTED);
        event.set("data", StrictJson.parse(data, Limits.MAX_EVENT_BYTES));
        return StrictJson.write(event);
    }

    private static void assertReadOrRefused(byte[] json) {
        try {
            var event = Envelope.read(Map.of(), json, BARE);
            Events.originOf(event);
            var prompt = Events.promptRequested(event);
            assertThat(Events.promptRequested(Events.of(prompt))).isEqualTo(prompt);
        } catch (Refusal e) {
            assertThat(e.problem().detail()).isNotEmpty();
        }
    }
}
