/** The gateway as a server of the Model Context Protocol: the tools that agents call. */
@NullMarked
package io.calotype.gateway.mcp;

import org.jspecify.annotations.NullMarked;
