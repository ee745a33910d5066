/** The pack that this process denoises with. */
@NullMarked
package io.calotype.diffusion.pack;

import org.jspecify.annotations.NullMarked;
