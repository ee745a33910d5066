/** What prompts and pictures mean, as vectors in completed events. */
@NullMarked
package io.calotype.decoder.meaning;

import org.jspecify.annotations.NullMarked;
