package io.calotype.contracts.spec;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;

/** Every limit of the pipeline, in one place. */
public final class Limits {
    /** Smallest width and height, in pixels. */
    public static final int MIN_SIDE = 64;
    /** Largest width and height, in pixels. */
    public static final int MAX_SIDE = 2048;

    /** Fewest denoising steps. */
    public static final int MIN_STEPS = 1;
    /** Most denoising steps. */
    public static final int MAX_STEPS = 500;
    /** Smallest guidance scale. */
    public static final int MIN_GUIDANCE = 0;
    /** Largest guidance scale. */
    public static final int MAX_GUIDANCE = 100;
    /** Smallest guidance rescale: none. */
    public static final int MIN_GUIDANCE_RESCALE = 0;
    /** Largest guidance rescale: all. */
    public static final int MAX_GUIDANCE_RESCALE = 1;
    /** A strength is above this. */
    public static final int MIN_STRENGTH = 0;
    /** Largest strength: nothing of the picture is left. */
    public static final int MAX_STRENGTH = 1;
    /** Least strength of a LoRA; below 0 it does the opposite. */
    public static final int MIN_LORA_SCALE = -4;
    /** Greatest strength of a LoRA. */
    public static final int MAX_LORA_SCALE = 4;
    /** Most LoRAs of one image. */
    public static final int MAX_LORAS = 8;
    /** Least strength of a control; below 0 it does the opposite. */
    public static final int MIN_CONTROL_SCALE = -2;
    /** Greatest strength of a control. */
    public static final int MAX_CONTROL_SCALE = 2;
    /** Most controls of one image. */
    public static final int MAX_CONTROLS = 2;
    /** Most model calls of one pass: a scheduler of second order makes two a step. */
    public static final int MAX_MODEL_CALLS = 2 * MAX_STEPS;
    /** Most model calls of one image: there may be a second pass. */
    public static final int MAX_PROGRESS = 2 * MAX_MODEL_CALLS;
    /** The scale of a second pass is above this. */
    public static final int MIN_HIRES_SCALE = 1;
    /** Largest scale of a second pass. */
    public static final int MAX_HIRES_SCALE = 4;
    /** Least factor by which a picture is enlarged. */
    public static final int MIN_UPSCALE = 2;
    /** Largest factor by which a picture is enlarged. */
    public static final int MAX_UPSCALE = 8;
    /** Least distance of the steps that are kept: every one is. */
    public static final int MIN_KEEP_STEPS = 1;
    /** Fewest images of one prompt. */
    public static final int MIN_N = 1;
    /** Most images of one prompt. */
    public static final int MAX_N = 16;
    /** Lowest priority. */
    public static final int MIN_PRIORITY = 0;
    /** Highest priority. */
    public static final int MAX_PRIORITY = 9;
    /** Priority of a prompt that names none; higher goes first. */
    public static final int DEFAULT_PRIORITY = 5;
    /** Longest prompt and negative prompt, in Unicode code points after normalisation to NFC. */
    public static final int MAX_PROMPT_CODE_POINTS = 4_000;
    /** Smallest weight of a word in a prompt. */
    public static final int MIN_PROMPT_WEIGHT = 0;
    /** Largest weight of a word in a prompt, after all parentheses around it. */
    public static final int MAX_PROMPT_WEIGHT = 10;
    /** Most pieces of a prompt that weigh less than 1, for rules that encode the prompt without each. */
    public static final int MAX_LIGHT_PIECES = 32;
    /** Most windows of a text encoder that a long prompt may fill. */
    public static final int MAX_PROMPT_WINDOWS = 8;
    /** Longest reason of a cancellation, in Unicode code points. */
    public static final int MAX_REASON_CODE_POINTS = 256;
    /** Most bytes of metadata, as compact JSON in UTF-8. */
    public static final int MAX_METADATA_BYTES = 4_096;

    /** Longest prompt id, in characters. */
    public static final int MAX_ID_LENGTH = 128;
    /** Longest source and subject, in characters. */
    public static final int MAX_ORIGIN_LENGTH = 256;
    /** Longest address of a webhook, in characters. */
    public static final int MAX_WEBHOOK_LENGTH = 2_048;
    /** Longest name of a model pack or scheduler, in characters. */
    public static final int MAX_NAME_LENGTH = 64;

    /** Largest picture within a JSON event, in bytes before base64; an event with one is within the default limit of Kafka's producers. */
    public static final int MAX_INLINE_PICTURE_BYTES = 524_288;
    /** Largest object that a prompt may start from, in bytes. */
    public static final int MAX_PICTURE_BYTES = 16_777_216;
    /** Most pixels of a picture that a prompt may start from, and of an enlarged one. */
    public static final int MAX_PICTURE_PIXELS = 16_777_216;
    /** Longest side of a picture that a prompt may start from, in pixels. */
    public static final int MAX_PICTURE_SIDE = 16_384;

    /** Largest kept step of an image, in bytes: the latents of the largest picture, and what any scheduler remembers. */
    public static final int MAX_KEPT_STEP_BYTES = 67_108_864;

    /** Largest JSON event, in bytes: both texts at their longest and escaped, and two pictures, still fit. */
    public static final int MAX_EVENT_BYTES = 1_572_864;
    /** Deepest nesting of a JSON event. */
    public static final int MAX_JSON_DEPTH = 32;
    /** Longest number in JSON, in characters. */
    public static final int MAX_NUMBER_LENGTH = 64;
    /** Largest preview in a progress event, in bytes before base64. */
    public static final int MAX_PREVIEW_BYTES = 8_192;
    /** Most warnings in a progress event. */
    public static final int MAX_WARNINGS = 8;
    /** Largest safetensors header, in bytes. */
    public static final int MAX_TENSOR_HEADER_BYTES = 1_048_576;
    /** Most elements of a text's pooled embedding. */
    public static final int MAX_VECTOR_WIDTH = 8_192;
    /** Most dimensions of a tensor. */
    public static final int MAX_RANK = 8;
    /** Largest record on a topic of events, in bytes: an event, and what the record's key and headers take. */
    public static final int MAX_EVENT_RECORD_BYTES = MAX_EVENT_BYTES + 65_536;
    /** Largest record on any topic but those of dead letters, in bytes. */
    public static final int MAX_RECORD_BYTES = 8_388_608;
    /** Largest dead letter, in bytes: the largest record, and headers that say why and from where. */
    public static final int MAX_DEAD_LETTER_BYTES = MAX_RECORD_BYTES + 1_048_576;

    private Limits() {}

    /** Checks a strength: above 0, at most 1. */
    public static double strength(String field, double strength) {
        double checked = within(field, strength, MIN_STRENGTH, MAX_STRENGTH);
        if (checked == 0) {
            throw Refusal.of(ProblemType.LIMIT_EXCEEDED, field, field + " is 0; it must be above 0 and at most 1");
        }
        return checked;
    }

    /**
     * Checks that a value is in its range.
     *
     * @throws Refusal that names field, value and limit
     */
    public static int within(String field, long value, int min, int max) {
        if (value < min || value > max) {
            throw outside(field, Long.toString(value), min, max);
        }
        return (int) value;
    }

    /**
     * Checks that a number is finite and in its range.
     *
     * @throws Refusal that names field, value and limit
     */
    public static double within(String field, double value, int min, int max) {
        if (!Double.isFinite(value)) {
            throw Refusal.of(ProblemType.NOT_FINITE, field, field + " is " + value + "; it must be a finite number");
        }
        if (value < min || value > max) {
            throw outside(field, Double.toString(value), min, max);
        }
        return value;
    }

    /** Returns the refusal of a number that is too small or too large. */
    public static Refusal outside(String field, String value, Number min, Number max) {
        var detail = field + " is " + value + "; it must be from " + min + " to " + max;
        return Refusal.of(ProblemType.LIMIT_EXCEEDED, field, detail);
    }
}
