/** Telling receivers over HTTP what became of images. */
@NullMarked
package io.calotype.gateway.webhook;

import org.jspecify.annotations.NullMarked;
