/** The names of the topics and what becomes of a value too large for them. */
@NullMarked
package io.calotype.contracts.topic;

import org.jspecify.annotations.NullMarked;
