/** Whether the diffusion service can work. */
@NullMarked
package io.calotype.diffusion.health;

import org.jspecify.annotations.NullMarked;
