/** What a stage needs of the object store to be ready. */
@NullMarked
package io.calotype.stage.store;

import org.jspecify.annotations.NullMarked;
