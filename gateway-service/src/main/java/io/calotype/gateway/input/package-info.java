/** The pictures that clients bring: checked, kept in the object store, and from there on known by their keys. */
@NullMarked
package io.calotype.gateway.input;

import org.jspecify.annotations.NullMarked;
