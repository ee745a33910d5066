/** Where pictures are kept. */
@NullMarked
package io.calotype.pictures.store;

import org.jspecify.annotations.NullMarked;
