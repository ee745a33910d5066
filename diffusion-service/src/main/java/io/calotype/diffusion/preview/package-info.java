/** Small pictures of unfinished latents. */
@NullMarked
package io.calotype.diffusion.preview;

import org.jspecify.annotations.NullMarked;
