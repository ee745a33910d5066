/** CLIP's vocabulary as packs bring it. */
@NullMarked
package io.calotype.inference.tokenizer;

import org.jspecify.annotations.NullMarked;
