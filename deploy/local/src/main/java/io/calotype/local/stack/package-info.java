/** A whole deployment on this machine: broker, object store and services. */
@NullMarked
package io.calotype.local.stack;

import org.jspecify.annotations.NullMarked;
