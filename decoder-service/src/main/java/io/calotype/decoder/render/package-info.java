/** Pictures of latents. */
@NullMarked
package io.calotype.decoder.render;

import org.jspecify.annotations.NullMarked;
