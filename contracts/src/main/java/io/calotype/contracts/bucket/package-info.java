/** The folders of the bucket, who may do what in them, and for how long their objects are kept. */
@NullMarked
package io.calotype.contracts.bucket;

import org.jspecify.annotations.NullMarked;
