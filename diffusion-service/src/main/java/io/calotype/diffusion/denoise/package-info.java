/** One model call for several images: conditioning, guidance and rows. */
@NullMarked
package io.calotype.diffusion.denoise;

import org.jspecify.annotations.NullMarked;
