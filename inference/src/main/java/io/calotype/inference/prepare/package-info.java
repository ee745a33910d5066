/** What is done to a pack once, before it serves: one timestep per row, checked by running both graphs. */
@NullMarked
package io.calotype.inference.prepare;

import org.jspecify.annotations.NullMarked;
