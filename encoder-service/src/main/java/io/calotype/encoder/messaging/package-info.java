/** Prompt events in, embeddings out. */
@NullMarked
package io.calotype.encoder.messaging;

import org.jspecify.annotations.NullMarked;
