/** What a picture shows, in a model pack's words. */
@NullMarked
package io.calotype.local.describe;

import org.jspecify.annotations.NullMarked;
