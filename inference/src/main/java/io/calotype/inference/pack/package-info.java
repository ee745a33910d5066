/** Model packs: a folder in the layout that Optimum exports, with a manifest. */
@NullMarked
package io.calotype.inference.pack;

import org.jspecify.annotations.NullMarked;
