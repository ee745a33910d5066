/** Who sends requests, and whether they must say so. */
@NullMarked
package io.calotype.gateway.caller;

import org.jspecify.annotations.NullMarked;
