/** The generation parameters and their limits. */
@NullMarked
package io.calotype.contracts.spec;

import org.jspecify.annotations.NullMarked;
