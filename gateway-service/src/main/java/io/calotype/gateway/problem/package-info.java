/** Problems over HTTP. */
@NullMarked
package io.calotype.gateway.problem;

import org.jspecify.annotations.NullMarked;
