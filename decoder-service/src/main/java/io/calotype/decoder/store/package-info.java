/** Where pictures are kept. */
@NullMarked
package io.calotype.decoder.store;

import org.jspecify.annotations.NullMarked;
