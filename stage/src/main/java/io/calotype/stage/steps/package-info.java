/** Steps of images that are kept to branch from. */
@NullMarked
package io.calotype.stage.steps;

import org.jspecify.annotations.NullMarked;
