/** The object store, any S3 with conditional PUT. */
@NullMarked
package io.calotype.stage.store;

import org.jspecify.annotations.NullMarked;
