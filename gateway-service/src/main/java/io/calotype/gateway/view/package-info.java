/** Prompts and images as the native API shows them. */
@NullMarked
package io.calotype.gateway.view;

import org.jspecify.annotations.NullMarked;
