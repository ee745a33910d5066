/** The settings of the diffusion service. */
@NullMarked
package io.calotype.diffusion.config;

import org.jspecify.annotations.NullMarked;
