/** Refusals as RFC 9457 problems. */
@NullMarked
package io.calotype.contracts.problem;

import org.jspecify.annotations.NullMarked;
