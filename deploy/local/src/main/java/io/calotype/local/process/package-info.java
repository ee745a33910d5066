/** Services as processes of their own: started, watched, restarted. */
@NullMarked
package io.calotype.local.process;

import org.jspecify.annotations.NullMarked;
