package io.calotype.local.parity;

import io.calotype.contracts.spec.ImageSize;
import java.util.stream.Stream;
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
        /** The same, of a picture that is not square. */
        WIDE("wide/"),
        /** The same, with a guidance scale that the model takes and a second one for the negative prompt. */
        TRUE_CFG("true_cfg/"),
        PICTURE("img2img/"),
        MASKED_PICTURE("inpaint/");

        private final String prefix;

        Begin(String prefix) {
            this.prefix = prefix;
        }
    }

    Begin begin() {
        return Stream.of(Begin.WIDE, Begin.TRUE_CFG, Begin.PICTURE, Begin.MASKED_PICTURE)
                .filter(begin -> name.startsWith(begin.prefix))
                .findFirst()
                .orElse(Begin.TEXT);
    }

    double trueCfg() {
        return begin() == Begin.TRUE_CFG ? Double.parseDouble(part(4)) : 1;
    }

    ImageSize size() {
        return new ImageSize(begin() == Begin.WIDE ? 96 : 64, 64);
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
        return begin() == Begin.PICTURE || begin() == Begin.MASKED_PICTURE ? Double.valueOf(part(4)) : null;
    }

    private String part(int number) {
        return name.substring(begin().prefix.length()).split("/", -1)[number];
    }
}
