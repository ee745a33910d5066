/** Whose images are, also of those that the gateway does not remember. */
@NullMarked
package io.calotype.gateway.owner;

import org.jspecify.annotations.NullMarked;
