package io.calotype.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArgumentsTest {

    @Test
    void textOfAnyScriptIsReadable() {
        assertThat(Arguments.unreadable("generate", "ein grüner 🍏, 苹果")).isEmpty();
    }

    @Test
    void whatDidNotArriveIsNamed() {
        assertThat(Arguments.unreadable("generate", "gr\uFFFDner"))
                .hasValueSatisfying(why -> assertThat(why).startsWith("argument 2 has bytes that are no text"));
    }
}
