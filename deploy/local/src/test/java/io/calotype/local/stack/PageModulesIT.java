package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Those modules of the page that compute something, each by itself. */
class PageModulesIT {

    private static Chromium chromium;
    private static Visitor visitor;

    @BeforeAll
    static void openThePage() {
        chromium = Chromium.start();
        var gateway = WholeStack.running().service("gateway-service").spec().http();
        visitor = new Visitor(chromium, gateway, Visitor.WIDE);
    }

    @AfterAll
    static void closeTheBrowser() {
        if (chromium != null) {
            visitor.close();
            chromium.close();
        }
    }

    @Test
    void eventsAreReadHoweverTheNetworkCutsThem() {
        var messages = evaluate("""
                async () => {
                  const { messages } = await import('/js/stream.js');
                  const text = ': hello\\r\\nid: 1\\r\\nevent: state\\r\\ndata: {"a":\\r\\ndata: "é"}\\r\\n\\r\\n\\ndata: x\\n\\nid: 9\\ndata: never ended';
                  const read = async (size) => {
                    const bytes = new TextEncoder().encode(text);
                    const stream = new ReadableStream({
                      start(controller) {
                        for (let i = 0; i < bytes.length; i += size) controller.enqueue(bytes.slice(i, i + size));
                        controller.close();
                      },
                    });
                    const seen = [];
                    for await (const { event, id, data } of messages(stream)) seen.push([event, id ?? '', data].join('|'));
                    return seen;
                  };
                  return [await read(1), await read(3), await read(1000)];
                }""");
        var expected = List.of("state|1|{\"a\":\n\"é\"}", "message||x");
        assertThat(messages).isEqualTo(List.of(expected, expected, expected));
    }

    @Test
    void whatIsHeardTwiceOrLateChangesNothing() {
        var states = evaluate("""
                async () => {
                  const { heard, imageOf, previewAt, unknownPrompt } = await import('/js/prompt-state.js');
                  const progress = (stage, step, preview) => ['progress', { index: 0, stage, step, steps: 20, preview }];
                  const image = { id: 'p/0', index: 0, state: 'waiting', timings: null };
                  const events = [
                    ['state', { id: 'p', prompt: 'x', images: [image] }],
                    progress('encode', 1), progress('denoise', 4, 'four'), progress('denoise', 2, 'two'), progress('encode', 1),
                    ['completed', { ...image, state: 'completed', url: '/v1/images/p/0' }],
                    progress('denoise', 4, 'four'),
                  ];
                  let prompt = unknownPrompt('p');
                  const seen = [];
                  for (const [event, data] of events) {
                    prompt = heard(prompt, event, data);
                    seen.push(`${prompt.state} ${imageOf(prompt, 0).state} ${imageOf(prompt, 0).step ?? '-'}`);
                  }
                  return [...seen, previewAt(imageOf(prompt, 0), 3), String(previewAt(imageOf(prompt, 0), 1))];
                }""");
        assertThat(states)
                .isEqualTo(List.of(
                        "accepted waiting -",
                        "running encoding -",
                        "running denoising 4",
                        "running denoising 4",
                        "running denoising 4",
                        "completed completed 4",
                        "completed completed 4",
                        "two",
                        "null"));
    }

    @Test
    void aStyleIsPutOnChangedAndTakenOff() {
        var prompts = evaluate("""
                async () => {
                  const { styleOf, withStyle } = await import('/js/style-words.js');
                  const styles = ['3D', 'flat', 'pixel art'];
                  return [
                    withStyle('a house', styles, 'flat'),
                    withStyle('a house, flat, at sunset', styles, 'pixel art'),
                    withStyle('a flat house, Flat', styles, null),
                    String(styleOf('a flat house', styles)),
                    styleOf('a house, PIXEL ART', styles),
                  ];
                }""");
        assertThat(prompts)
                .isEqualTo(
                        List.of("a house, flat", "a house, at sunset, pixel art", "a flat house", "null", "pixel art"));
    }

    @Test
    void aSeedKeepsItsSixtyFourBits() {
        var seeds = evaluate("""
                async () => {
                  const { requestOf } = await import('/js/picture-card.js');
                  const prompt = { prompt: 'x', model: 'm', parameters: { seed: '18446744073709551615', steps: 9 } };
                  return [requestOf(prompt, { index: 1, seed: null }), requestOf(prompt, { index: 1, seed: '7' })];
                }""");
        assertThat(seeds)
                .isEqualTo(List.of(
                        Map.of("prompt", "x", "model", "m", "steps", 9, "seed", "0"),
                        Map.of("prompt", "x", "model", "m", "steps", 9, "seed", "7")));
    }

    private static Object evaluate(String script) {
        return visitor.page().evaluate(script);
    }
}
