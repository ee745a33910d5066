/** Fetches model packs from the object store before anything loads them. */
@NullMarked
package io.calotype.messaging.pack;

import org.jspecify.annotations.NullMarked;
