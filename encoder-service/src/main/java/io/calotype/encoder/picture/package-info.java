/** Pictures that prompts start from: fetched, and brought to the size of their images. */
@NullMarked
package io.calotype.encoder.picture;

import org.jspecify.annotations.NullMarked;
