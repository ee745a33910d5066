/** The object store, any S3 with conditional PUT. */
@NullMarked
package io.calotype.messaging.store;

import org.jspecify.annotations.NullMarked;
