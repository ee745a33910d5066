/** The model packs over HTTP. */
@NullMarked
package io.calotype.gateway.model;

import org.jspecify.annotations.NullMarked;
