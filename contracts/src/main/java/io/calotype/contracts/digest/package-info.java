/** Digests of content. */
@NullMarked
package io.calotype.contracts.digest;

import org.jspecify.annotations.NullMarked;
