/** Schedulers: rules without state, and one image's trajectory through them. */
@NullMarked
package io.calotype.diffusion.scheduler;

import org.jspecify.annotations.NullMarked;
