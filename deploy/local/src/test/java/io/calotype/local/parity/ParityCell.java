package io.calotype.local.parity;

import org.jspecify.annotations.Nullable;

/**
 * One picture that diffusers has made of a fixture pack.
 *
 * @param name what its numbers are filed under: scheduler / seed / steps / guidance, and if it begins from another picture the
 *     kind of pipeline before and the strength behind
 */
record ParityCell(String name) {

    /** What it begins from. */
    enum Begin {
        TEXT(""),
        PICTURE("img2img/"),
        MASKED_PICTURE("inpaint/");

        private final String prefix;

        Begin(String prefix) {
            this.prefix = prefix;
        }
    }

    Begin begin() {
        return name.startsWith(Begin.PICTURE.prefix)
                ? Begin.PICTURE
                : name.startsWith(Begin.MASKED_PICTURE.prefix) ? Begin.MASKED_PICTURE : Begin.TEXT;
    }

    String scheduler() {
        return part(0);
    }

    String seed() {
        return part(1);
    }

    int steps() {
        return Integer.parseInt(part(2));
    }

    double guidance() {
        return Double.parseDouble(part(3));
    }

    @Nullable
    Double strength() {
        return begin() == Begin.TEXT ? null : Double.valueOf(part(4));
    }

    private String part(int number) {
        return name.substring(begin().prefix.length()).split("/", -1)[number];
    }
}
