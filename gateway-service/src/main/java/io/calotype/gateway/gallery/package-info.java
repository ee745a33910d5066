/** The stored pictures, newest first or nearest in meaning first. */
@NullMarked
package io.calotype.gateway.gallery;

import org.jspecify.annotations.NullMarked;
