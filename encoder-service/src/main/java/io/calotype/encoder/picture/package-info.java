/** Pictures that prompts begin from: fetched, read, turned upright and brought to size. */
@NullMarked
package io.calotype.encoder.picture;

import org.jspecify.annotations.NullMarked;
