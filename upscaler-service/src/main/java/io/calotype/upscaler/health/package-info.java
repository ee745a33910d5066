/** Whether the upscaler can work. */
@NullMarked
package io.calotype.upscaler.health;

import org.jspecify.annotations.NullMarked;
