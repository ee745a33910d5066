/** Prompts sent and followed, as any outside system could. */
@NullMarked
package io.calotype.local.prompt;

import org.jspecify.annotations.NullMarked;
