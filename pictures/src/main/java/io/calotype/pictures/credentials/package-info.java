/** Content Credentials: signed statements inside a picture's file of what made it (C2PA). */
@NullMarked
package io.calotype.pictures.credentials;

import org.jspecify.annotations.NullMarked;
