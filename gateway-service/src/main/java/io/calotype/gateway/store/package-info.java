/** The object store as the gateway needs it: pictures to read, keys to reserve. */
@NullMarked
package io.calotype.gateway.store;

import org.jspecify.annotations.NullMarked;
