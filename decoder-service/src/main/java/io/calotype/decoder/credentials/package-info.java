/** Content Credentials: signed statements inside a picture's file of what made it (C2PA). */
@NullMarked
package io.calotype.decoder.credentials;

import org.jspecify.annotations.NullMarked;
