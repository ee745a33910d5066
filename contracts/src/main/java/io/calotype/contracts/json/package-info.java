/** JSON read strictly: duplicate names, unknown fields and numbers that do not fit are refused by name. */
@NullMarked
package io.calotype.contracts.json;

import org.jspecify.annotations.NullMarked;
