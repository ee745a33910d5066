/** Steps that are kept, and images that branch off from them. */
@NullMarked
package io.calotype.diffusion.branch;

import org.jspecify.annotations.NullMarked;
