/** Pictures that control how images are composed: what ControlNets and T2I-Adapters make of them, for each call of a UNet. */
@NullMarked
package io.calotype.diffusion.control;

import org.jspecify.annotations.NullMarked;
