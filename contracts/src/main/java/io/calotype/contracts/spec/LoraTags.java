package io.calotype.contracts.spec;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A prompt with its LoRAs taken out of the text, where stable-diffusion-webui has them: {@code <lora:brand:0.8>}, or {@code
 * <lora:brand>} for a strength of 1.
 *
 * @param text without them
 * @param loras those that were in the text, and those that were given beside it
 */
public record LoraTags(String text, List<LoraRequest> loras) {

    private static final Pattern TAG = Pattern.compile("<lora:([^<>:]{1,128})((?::[^<>:]{0,128}){0,4})>");
    private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?(\\d{1,9}\\.?\\d{0,9}|\\.\\d{1,9})\\s*");

    /**
     * Takes the tags out of a prompt.
     *
     * @param given the LoRAs beside the text; a name that is in both is refused
     * @throws Refusal that says what is wrong with a tag; it names the LoRA, never the other words
     */
    public static LoraTags read(String prompt, List<LoraRequest> given) {
        var found = TAG.matcher(prompt);
        var text = new StringBuilder();
        var loras = new ArrayList<LoraRequest>();
        int end = 0;
        while (found.find()) {
            text.append(prompt.substring(end, found.start()));
            while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
                text.setLength(text.length() - 1);
            }
            end = found.end();
            loras.add(new LoraRequest(found.group(1).strip(), scale(found.group(2)), null));
        }
        loras.addAll(given);
        var all = LoraRequest.requireAll(loras);
        if (end == 0) {
            return new LoraTags(prompt, all);
        }
        var rest = text.append(prompt.substring(end)).toString().strip();
        if (TAG.matcher(rest).find()) { // whoever reads the rest again would read another text
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "prompt", "a LoRA's tag is inside another's");
        }
        return new LoraTags(rest, all);
    }

    private static double scale(String written) {
        if (written.isEmpty()) {
            return 1;
        }
        var numbers = List.of(written.substring(1).split(":", -1));
        if (numbers.size() > 1) {
            throw Refusal.of(
                    ProblemType.UNSUPPORTED,
                    "prompt",
                    "a LoRA has more than one number; strengths of its own for the text encoder are not supported");
        }
        if (!NUMBER.matcher(numbers.get(0)).matches()) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER, "prompt", "the strength of a LoRA is no number, such as 0.8");
        }
        return Double.parseDouble(numbers.get(0).strip());
    }
}
