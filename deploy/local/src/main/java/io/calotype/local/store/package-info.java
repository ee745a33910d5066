/** Pictures fetched from the object store. */
@NullMarked
package io.calotype.local.store;

import org.jspecify.annotations.NullMarked;
