/** The kinds of pipeline that run here, and what is particular to each. */
@NullMarked
package io.calotype.inference.family;

import org.jspecify.annotations.NullMarked;
