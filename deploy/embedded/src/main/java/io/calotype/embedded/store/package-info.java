/** A real S3 server in this process, on a folder. */
@NullMarked
package io.calotype.embedded.store;

import org.jspecify.annotations.NullMarked;
