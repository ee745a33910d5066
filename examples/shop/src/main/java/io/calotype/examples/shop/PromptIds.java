package io.calotype.examples.shop;

import java.util.OptionalLong;

/** The ids by which prompts name their products. */
final class PromptIds {

    /** What the shop calls itself in CloudEvents. */
    static final String SOURCE = "/shop";

    private static final String PREFIX = "product-";

    private PromptIds() {}

    static String of(long product) {
        return PREFIX + product;
    }

    /** Returns the product of a prompt. */
    static OptionalLong product(String promptId) {
        return promptId.startsWith(PREFIX)
                ? OptionalLong.of(Long.parseLong(promptId.substring(PREFIX.length())))
                : OptionalLong.empty();
    }
}
