/** Who may use the API, and how much. */
@NullMarked
package io.calotype.gateway.protection;

import org.jspecify.annotations.NullMarked;
