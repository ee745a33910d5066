/** The stages that an image goes through. */
@NullMarked
package io.calotype.contracts.stage;

import org.jspecify.annotations.NullMarked;
