/** What runs in a process of its own with the classes of all stages. */
@NullMarked
package io.calotype.local.inprocess;

import org.jspecify.annotations.NullMarked;
