/** Picture files: read within limits, turned upright and resized. */
@NullMarked
package io.calotype.inference.picture;

import org.jspecify.annotations.NullMarked;
