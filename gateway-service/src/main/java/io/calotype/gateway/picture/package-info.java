/** The stored pictures over HTTP. */
@NullMarked
package io.calotype.gateway.picture;

import org.jspecify.annotations.NullMarked;
