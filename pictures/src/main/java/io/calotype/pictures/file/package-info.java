/** Pixels to PNG, WebP and JPEG with their generation parameters. */
@NullMarked
package io.calotype.pictures.file;

import org.jspecify.annotations.NullMarked;
