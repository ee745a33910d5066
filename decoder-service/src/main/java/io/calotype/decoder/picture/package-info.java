/** Pixels to PNG, WebP and JPEG with their generation parameters. */
@NullMarked
package io.calotype.decoder.picture;

import org.jspecify.annotations.NullMarked;
