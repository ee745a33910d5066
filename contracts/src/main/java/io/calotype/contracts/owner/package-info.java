/** Whose prompts are, and who may decide about them. */
@NullMarked
package io.calotype.contracts.owner;

import org.jspecify.annotations.NullMarked;
