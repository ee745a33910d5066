/** What the API's description needs beyond the resources themselves. */
@NullMarked
package io.calotype.gateway.openapi;

import org.jspecify.annotations.NullMarked;
