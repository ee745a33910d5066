/** Text to token embeddings. */
@NullMarked
package io.calotype.encoder.text;

import org.jspecify.annotations.NullMarked;
