/** Pictures that prompts start from: fetched, read, turned upright and resized. */
@NullMarked
package io.calotype.encoder.picture;

import org.jspecify.annotations.NullMarked;
