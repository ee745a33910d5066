/** Prompts whose words have weights: what they say, and the syntax that says it. */
@NullMarked
package io.calotype.encoder.weighting;

import org.jspecify.annotations.NullMarked;
