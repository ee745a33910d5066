/** The topics of a deployment, compared with those of a cluster. */
@NullMarked
package io.calotype.local.topic;

import org.jspecify.annotations.NullMarked;
