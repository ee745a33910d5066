/** Listening ports of the embedded servers. */
@NullMarked
package io.calotype.embedded.port;

import org.jspecify.annotations.NullMarked;
